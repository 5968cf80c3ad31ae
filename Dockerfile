# The image of web, worker and beat. Its steps are make's own: what works on a laptop works here.
FROM python:3.12-slim AS onjang

RUN apt-get update \
 && apt-get install -y --no-install-recommends make \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 onjang \
 && install -d -o onjang -g onjang /onjang /onjang/var /onjang/var/media /onjang/var/private
WORKDIR /onjang
USER onjang

# The lock first: it changes less often than the code.
COPY --chown=onjang:onjang Makefile pyproject.toml requirements.in requirements.txt requirements-build.txt README.md LICENSE ./
COPY --chown=onjang:onjang backend/__init__.py backend/celery.py backend/environment.py backend/translations.py backend/
COPY --chown=onjang:onjang core/__init__.py core/
COPY --chown=onjang:onjang core/embedded core/embedded
RUN make setup

COPY --chown=onjang:onjang . .
# No secret belongs into an image: this one signs nothing.
RUN SECRET_KEY=unused make setup translations static

ENV PATH="/onjang/.venv/bin:$PATH" \
    DJANGO_SETTINGS_MODULE=backend.settings \
    PYTHONUNBUFFERED=1 \
    ONJANG_LOG=json
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["onjang", "web", "--host", "0.0.0.0", "--port", "8000"]
