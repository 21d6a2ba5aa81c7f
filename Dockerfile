# One image for web, worker, beat and migrations. Nothing in it is writable at run time.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/base.txt /base.txt
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r /base.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AMPARO_BIND=0.0.0.0:8000 \
    AMPARO_DATA_DIR=/data \
    AMPARO_STATIC_DIR=/static
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin amparo \
 && install -d -m 0700 -o amparo -g amparo /data /keys && install -d -m 0755 /static
COPY --from=packages /venv /venv
WORKDIR /amparo
COPY . .
# The settings need a data folder to be read; what they make in this one is thrown away.
RUN AMPARO_DATA_DIR=/tmp/build python manage.py collectstatic --noinput -v 0 && rm -rf /tmp/build
USER amparo
VOLUME ["/data", "/keys"]
EXPOSE 8000
CMD ["gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
