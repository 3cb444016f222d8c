# Two stages: the first installs the locked packages and prepares files, the second has no tool to install anything with.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /portal
COPY requirements/production.txt requirements/
RUN python -m venv /environment \
 && /environment/bin/pip install --require-hashes --only-binary :all: -r requirements/production.txt
COPY manage.py pyproject.toml ./
COPY literacy_portal literacy_portal
COPY accounts accounts
COPY communes communes
COPY teams teams
COPY sessions sessions
COPY indicators indicators
COPY templates templates
COPY static static
COPY locale locale
# Neither step opens a connection; the settings only have to be read.
RUN /environment/bin/python -m literacy_portal.catalogues compile \
 && ENVIRONMENT=development STATIC_ROOT=/portal/var/static /environment/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && /environment/bin/python -m compileall -q .

FROM python:3.11-slim-bookworm
ENV PATH=/environment/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ENVIRONMENT=production STATIC_ROOT=/portal/var/static MEDIA_ROOT=/data/media HOST=0.0.0.0 PORT=8000
RUN useradd --system --uid 10001 --home-dir /portal --shell /usr/sbin/nologin portal \
 && install --directory --owner portal --mode 0700 /data/media
COPY --from=build /environment /environment
COPY --from=build /portal /portal
COPY docker/entrypoint /usr/local/bin/entrypoint
WORKDIR /portal
USER portal
EXPOSE 8000
VOLUME /data/media
ENTRYPOINT ["entrypoint"]
CMD ["web"]
