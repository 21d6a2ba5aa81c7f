# Caddy as nobody in particular: no capability on the program, no root in the container.
FROM caddy:2.10-alpine
RUN cp /usr/bin/caddy /usr/local/bin/caddy && chown -R 1000:1000 /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
USER 1000:1000
CMD ["/usr/local/bin/caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
