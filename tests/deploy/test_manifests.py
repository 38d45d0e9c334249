"""The files of deploy/ hold to the rules that they promise, without a container engine."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Iterator

import pytest
import yaml

from admissions.chat.log import LEASE
from admissions.keyring import parse_key
from admissions.program import program
from assistant.channel.address import API_ADDRESS
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
INGRESS = DEPLOY / "kubernetes" / "ingress.yaml"
CODE = [*ROOT.glob("a*/**/*.py"), DEPLOY / "entrypoint.sh"]
# Read by Python, sanic, Rasa or an image, not by our code.
OTHERS = {"SANIC_HOST", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE"}
WITHOUT_NUMBERS = re.compile(r"(?::[^/:]*\d[^/:]*)$")


def documents(file: Path) -> list[Any]:
    return [document for document in yaml.safe_load_all(file.read_text("utf-8")) if document]


def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))


def pod_specs() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in KUBERNETES:
        for document in documents(file):
            spec = document.get("spec") or {}
            if document["kind"] == "CronJob":
                spec = spec["jobTemplate"]["spec"]
            if "template" in spec:
                yield f"{document['kind']} {document['metadata']['name']}", spec["template"]["spec"]


PODS = dict(pod_specs())
SERVICES = compose()["services"]


@pytest.mark.parametrize("name", PODS)
def test_every_pod_is_locked_down(name: str) -> None:
    pod = PODS[name]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in pod["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] is True
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert {"cpu", "memory"} <= set(container["resources"]["limits"])
        assert {"cpu", "memory"} <= set(container["resources"]["requests"])
        assert "/tmp" in [mount["mountPath"] for mount in container["volumeMounts"]]
        assert {mount["name"] for mount in container["volumeMounts"]} <= {volume["name"] for volume in pod["volumes"]}
        if name.startswith("Deployment"):
            assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container)
            assert container["startupProbe"]["timeoutSeconds"] >= 3  # a look may take two


@pytest.mark.parametrize("name", SERVICES)
def test_every_composed_container_is_locked_down(name: str) -> None:
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in ("", "0", "root")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "cpus", "pids_limit", "restart", "logging", "tmpfs"} <= set(service)
    assert WITHOUT_NUMBERS.search(service["image"]), "the image is pinned by a tag with a version"
    assert "healthcheck" in service or service["restart"] == "no"


def test_only_nginx_has_an_open_port() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert compose()["networks"]["back"] == {"internal": True}
    on_both = [name for name, service in SERVICES.items() if "front" in service.get("networks", [])]
    assert on_both == ["nginx", "notifier"]


def test_every_secret_is_a_file_that_is_declared() -> None:
    declared = set(compose()["secrets"])
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert used == declared
    for service in SERVICES.values():
        assert not {name for name in service.get("environment", {}) if re.search(r"PASSWORD$|SECRET|KEYS|_URL$", name)}


def test_the_images_of_the_dockerfile_are_pinned_and_the_last_one_is_not_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    froms = re.findall(r"^FROM (\S+)", text, re.M)
    assert len(froms) == 2
    assert all(WITHOUT_NUMBERS.search(image) for image in froms)
    assert re.search(r"^USER 10001:10001$", text.split("FROM ")[-1], re.M)
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M):
        for each in source.split():
            assert list(ROOT.glob(each)), each
            assert f"!{each}" in (ROOT / ".dockerignore").read_text("utf-8"), f"{each} would be left out of the build"


def test_the_runtime_lock_is_part_of_the_lock() -> None:
    def pins(name: str) -> set[tuple[str, str]]:
        return set(re.findall(r"^([\w.\-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.M))

    runtime = pins("requirements-runtime.lock")
    assert len(runtime) > 100
    assert runtime <= pins("requirements.lock")
    assert "pytest" not in {name for name, _ in runtime}


def named_variables() -> Iterator[str]:
    for service in SERVICES.values():
        yield from service.get("environment", {})
        if service["image"].startswith("iop-"):
            yield from (secret.upper() for secret in service.get("secrets", []))
    for file in KUBERNETES:
        for document in documents(file):
            if document["kind"] in ("ConfigMap", "Secret"):
                yield from {**document.get("data", {}), **document.get("stringData", {})}
    for pod in PODS.values():
        for container in pod["containers"]:
            yield from (entry["name"] for entry in container.get("env", []))
    yield from re.findall(r"([A-Z_]{4,})=", (DEPLOY / "Dockerfile").read_text("utf-8").split("ENV ")[-1].split("WORKDIR")[0])


def test_every_variable_that_is_set_is_read() -> None:
    known = "\n".join(file.read_text("utf-8") for file in [*CODE, *(DEPLOY / "..").glob("assistant/processes.py")])
    python = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONWARNINGS", "PATH", "HOME"}
    libraries = {"TF_CPP_MIN_LOG_LEVEL", "SQLALCHEMY_SILENCE_UBER_WARNING", "RASA_TELEMETRY_ENABLED"}
    unread = set(named_variables()) - OTHERS - python - libraries
    unread = {name for name in unread if f'"{name}"' not in known}
    assert unread <= {"REDIS_URL"}  # read by the lock store


def test_every_pod_mounts_only_secrets_of_the_template() -> None:
    (template,) = documents(DEPLOY / "kubernetes" / "secrets.example.yaml")
    for name, pod in PODS.items():
        (secrets,) = [volume["secret"] for volume in pod["volumes"] if "secret" in volume]
        assert secrets["secretName"] == template["metadata"]["name"]
        assert {item["key"] for item in secrets["items"]} <= set(template["stringData"]), name


def test_the_base_holds_every_manifest_and_no_secret() -> None:
    (base,) = documents(DEPLOY / "kubernetes" / "kustomization.yaml")
    files = {file.name for file in KUBERNETES} - {"kustomization.yaml", "secrets.example.yaml"}
    assert set(base["resources"]) == files
    if shutil.which("kubectl"):
        built = subprocess.run(["kubectl", "kustomize", DEPLOY / "kubernetes"], capture_output=True, text=True)
        if built.returncode == 0 or "unknown command" not in built.stderr:
            assert built.returncode == 0, built.stderr
            assert "kind: Secret" not in built.stdout


def test_every_part_that_the_endpoints_name_is_there() -> None:
    (endpoints,) = documents(DEPLOY / "endpoints.yml")
    for name in ("nlg", "tracker_store", "lock_store", "event_broker"):
        module, _, what = endpoints[name]["type"].rpartition(".")
        assert hasattr(importlib.import_module(module), what), endpoints[name]["type"]


def alarms() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"] for rule in group["rules"]]


def test_every_alarm_is_in_the_runbook_and_the_other_way_round() -> None:
    names = [alarm["alert"] for alarm in alarms()]
    assert re.findall(r"^- \*\*(\w+)\*\*", (ROOT / "docs" / "runbook.md").read_text("utf-8"), re.M) == names


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (on Debian: in the package prometheus)")
def test_alarms_ring_when_they_should(tmp_path: Path) -> None:
    for file in (DEPLOY / "alerts.yml", ROOT / "tests" / "deploy" / "alarms.yml"):
        shutil.copy(file, tmp_path)
    done = subprocess.run(["promtool", "test", "rules", "alarms.yml"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alarm_looks_at_figures_that_exist() -> None:
    text = "\n".join(file.read_text("utf-8") for file in CODE)
    of_libraries = {"up", "process_resident_memory_bytes"}
    for alarm in alarms():
        assert alarm["labels"]["severity"] in ("page", "ticket")
        assert alarm["annotations"]["summary"]
        for figure in re.findall(r"\b((?:assistant|admissions)_[a-z_]+)", alarm["expr"]):
            made_as = re.sub(r"_(total|bucket)$", "", figure)
            assert f'"{made_as}"' in text, figure
        assert re.search(r"(?:assistant|admissions)_", alarm["expr"]) or any(name in alarm["expr"] for name in of_libraries)


def test_prometheus_asks_where_the_figures_are_told() -> None:
    (config,) = documents(DEPLOY / "prometheus.yml")
    jobs = {job["job_name"]: job["static_configs"][0]["targets"] for job in config["scrape_configs"]}
    ports = {
        "assistant": SERVICES["assistant-1"]["environment"]["METRICS_PORT"],
        "actions": SERVICES["actions-1"]["environment"]["METRICS_PORT"],
        "notifier": SERVICES["notifier"]["environment"]["METRICS_PORT"],
    }
    for job, targets in jobs.items():
        assert {target.split(":")[1] for target in targets} == {ports[job]}
        assert {target.split(":")[0] for target in targets} <= set(SERVICES)
    named = {match for alarm in alarms() for match in re.findall(r'job="(\w+)"', alarm["expr"])}
    assert named <= set(jobs)


def test_probes_and_nginx_speak_of_addresses_that_exist() -> None:
    probes = re.findall(
        r"/webhooks/chat/v1/\w+",
        "\n".join(file.read_text("utf-8") for file in [*KUBERNETES, DEPLOY / "compose.yml"] if file != INGRESS),
    )
    assert set(probes) == {f"{API_ADDRESS}/ready", f"{API_ADDRESS}/health"}
    routes = (ROOT / "assistant" / "channel" / "routes.py").read_text("utf-8")
    for path in re.findall(rf"location = {API_ADDRESS}/(\w+)", (DEPLOY / "nginx" / "nginx.conf").read_text("utf-8")):
        assert f'"{path}"' in routes, path


def test_the_ingress_lets_in_what_nginx_does_and_waits_as_long() -> None:
    """All but `ready`; and where nginx waits for the next assistant, so does the ingress."""
    nginx, waits = (DEPLOY / "nginx" / "nginx.conf").read_text("utf-8"), {}
    for part in documents(INGRESS):
        for path in part["spec"]["rules"][0]["http"]["paths"]:
            waits[path["path"]] = int(part["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-read-timeout"])
    paths = re.findall(r'\("(?:GET|POST|DELETE)", "([\w.]+)"', (ROOT / "assistant" / "channel" / "routes.py").read_text("utf-8"))
    assert set(waits) == {"/chat", *(f"{API_ADDRESS}/{path}" for path in paths if path != "ready")}
    assert f"location = {API_ADDRESS}/ready {{ return 404; }}" in nginx
    for path, seconds in waits.items():
        own = re.search(rf"location = {path} {{[^}}]*proxy_read_timeout (\d+)s", nginx)
        assert seconds == (int(own[1]) if own else 7), path


def test_in_containers_an_assistant_is_one_process() -> None:
    """On one machine there is one for each processor; here each has the memory of one, and there are more of them instead."""
    (container,) = [each for each in PODS["Deployment assistant"]["containers"] if each["name"] == "assistant"]
    assert {"name": "ASSISTANT_PROCESSES", "value": "1"} in container["env"]
    for name in ("assistant-1", "assistant-2"):
        assert SERVICES[name]["environment"]["ASSISTANT_PROCESSES"] == "1"


def test_nginx_waits_as_long_as_the_chat_needs() -> None:
    text = (DEPLOY / "nginx" / "nginx.conf").read_text("utf-8")
    limits = yaml.safe_load((ROOT / "credentials.yml").read_text("utf-8"))["assistant.channel.app.ChatChannel"]

    def waits(path: str) -> int:
        return int(re.search(rf"location = {API_ADDRESS}/{path} {{[^}}]*proxy_read_timeout (\d+)s", text).group(1))  # type: ignore[union-attr]

    assert waits("messages") > LEASE  # of a dead assistant, another has taken over by then
    assert limits["slowest_turn"] < waits("messages")  # what is only slow answers by itself
    assert waits("events") > limits["longest_poll"] + 10
    assert int(re.search(r"client_max_body_size (\d+)k", text).group(1)) * 1024 > limits["longest_body"]  # type: ignore[union-attr]


def test_the_emergency_numbers_that_nginx_says_are_the_programs() -> None:
    lines = program().crisis_lines
    said = re.findall(r"Call (\S+), or call or text (\S+?)\.", (DEPLOY / "nginx" / "nginx.conf").read_text("utf-8"))
    assert said == [(lines["emergency"], lines["suicide_lifeline"])] * 2


def test_secrets_are_made_once_and_reach_the_process(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    subprocess.run([DEPLOY / "secrets.sh", folder], check=True, capture_output=True)
    first = {file.name: file.read_text() for file in folder.iterdir()}
    subprocess.run([DEPLOY / "secrets.sh", folder], check=True, capture_output=True)
    assert {file.name: file.read_text() for file in folder.iterdir()} == first
    assert set(first) == set(compose()["secrets"])
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder.parent / "tls").stat().st_mode & 0o777 == 0o755  # the certificate's place, which nginx's user must look into
    assert parse_key(first["admissions_keys"], "secrets").fernet
    assert first["postgres_password"] in first["database_url"]
    printed = subprocess.run(
        [DEPLOY / "entrypoint.sh", "env"],
        env={"SECRETS_FOLDER": str(folder), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert f"ADMISSIONS_KEYS={first['admissions_keys']}" in printed
    assert f"DATABASE_URL={first['database_url']}" in printed
