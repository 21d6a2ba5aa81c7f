"""What supervisors watch: the trail, the workload, the numbers."""
