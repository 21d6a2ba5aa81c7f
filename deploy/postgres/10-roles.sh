#!/bin/bash
# Runs once, when the database is made. Two roles: one owns the tables and migrates them, the
# other is the site, which owns nothing: it can neither drop a trigger nor empty a table, and every policy binds it.
set -euo pipefail

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
  -v owner_password="$(cat /run/secrets/owner_password)" \
  -v site_password="$(cat /run/secrets/site_password)" <<'SQL'
CREATE ROLE amparo_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE amparo_site LOGIN PASSWORD :'site_password';
GRANT amparo_site TO amparo_owner; -- so that its commands, too, can stand behind the second wall
CREATE DATABASE amparo OWNER amparo_owner;
REVOKE ALL ON DATABASE amparo FROM PUBLIC;
GRANT CONNECT ON DATABASE amparo TO amparo_site;
\connect amparo
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO amparo_owner;
GRANT USAGE ON SCHEMA public TO amparo_site;
ALTER DEFAULT PRIVILEGES FOR ROLE amparo_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO amparo_site;
ALTER DEFAULT PRIVILEGES FOR ROLE amparo_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO amparo_site;
SQL
