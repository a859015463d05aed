#!/usr/bin/env python3
"""Compares nestc with computenest-cli on projects and on mutations of them.

computenest-cli has no check of its own: what is wrong with a project shows when `computenest-cli import` aborts, or
sends something empty. This script runs that import with everything taken out that reaches the network, starts a
program or waits, for a service and artifacts that do not exist yet. Then it runs `nestc lint` on the same files.
Wherever the import fails, nestc has to report an error; for a template with short tags, which Compute Nest itself
reads, a warning is enough. Where the import succeeds, nestc must not say that it fails.

Needs `pip install computenest-cli==1.9.17` in the Python that runs it.
"""

import argparse
import contextlib
import io
import json
import logging
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace as Box
from unittest import mock

import yaml

# --- The import of computenest-cli, without the cloud ---


class Client:
    """Compute Nest for a supplier who has nothing yet. What is sent to create the service is kept."""

    def __init__(self):
        self.service = None
        self.artifacts = 0
        self.empty = ""

    def list_artifacts(self, _):
        return Box(body=Box(artifacts=[]))

    def create_artifact(self, request):
        sent = request.to_map()
        json.dumps(sent)
        self.artifacts += 1
        image = (sent.get("ArtifactProperty") or {}).get("ImageId") or ""
        if image.startswith("${"):
            self.empty = f"sends {image} as an image ID"
        return Box(body=Box(artifact_id=f"artifact-{self.artifacts:020}"))

    def list_artifact_versions(self, _):
        return Box(body=Box(artifacts=[Box(artifact_version="draft", status="Created")]))

    def get_artifact(self, _):
        return Box(body=Box(artifact_property='{"Url": "https://bucket.example.com/path/file.tgz"}'))

    def list_acr_image_repositories(self, request):
        return Box(body=Box(repositories=[Box(repo_name=request.repo_name, repo_id="repository-1")]))

    def list_acr_image_tags(self, _):
        return Box(body=Box(images=AnyTag()))

    def list_services(self, _):
        return Box(body=Box(services=[]))

    def create_service(self, request):
        self.service = request.to_map()
        json.dumps(self.service)
        return Box(body=Box(service_id="service-1"))

    def get_upload_credentials(self, _):
        return Box()

    def get_artifact_repository_credentials(self, _):
        return Box()


class AnyTag:
    """A list of tags that has every tag."""

    def __iter__(self):
        return iter([Box(tag=Anything())])


class Anything:
    def __eq__(self, _):
        return True

    __hash__ = None


def put_file(_credentials, path, _kind):
    with open(path, "rb") as file:
        file.read()
    return "https://bucket.example.com/" + os.path.basename(path)


def build_image(_self, image):
    image["commandContent"].encode("utf-8")
    return "m-bp1234567890abcdefgh"


def to_ros(folder, config, key):
    """As `TerraformUtil.trans_terraform_to_ros`, but for the program that it starts."""
    with open(f"{folder}/schema.yaml", encoding="utf-8") as file:
        yaml.safe_load(file).items()
    target = f"{folder}/template.yaml"
    with open(target, "w", encoding="utf-8") as file:
        file.write("{}")
    config[key] = target


def run_import(config: Path) -> str:
    """Why the import of the configuration `config` fails; an empty text where it does not."""
    from computenestcli import main
    from computenestcli.common.terraform_util import TerraformUtil
    from computenestcli.processor.image import ImageProcessor
    from computenestcli.processor.service_test import ServiceTestProcessor
    from computenestcli.service.base import Service
    from computenestcli.service.file import FileService

    # The program takes exceptions over, even those of this script.
    sys.excepthook = sys.__excepthook__
    logging.disable(logging.CRITICAL)
    client = Client()
    nothing = lambda *_arguments, **_named: None
    patches = [
        mock.patch.object(Service, "_get_computenest_client", classmethod(lambda *_: client)),
        mock.patch.object(FileService, "put_file", put_file),
        mock.patch.object(ImageProcessor, "process_image", build_image),
        mock.patch.object(ImageProcessor, "process_acr_image", nothing),
        mock.patch.object(ImageProcessor, "process_helm_chart", nothing),
        mock.patch.object(ServiceTestProcessor, "export_service_test_cases", nothing),
        mock.patch.object(TerraformUtil, "trans_terraform_to_ros", staticmethod(to_ros)),
        mock.patch.object(time, "sleep", nothing),
    ]
    said = io.StringIO()
    with contextlib.ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        stack.enter_context(contextlib.redirect_stdout(said))
        stack.enter_context(contextlib.redirect_stderr(said))
        try:
            main.import_command.callback(
                region_id="cn-hangzhou", update_artifact=False, service_info=None, service_id=None,
                service_name="oracle", version_name=None, icon=None, desc=None, file_path=str(config),
                access_key_id="id", access_key_secret="secret", security_token=None, parameters="{}",
                parameter_path="", extra_parameters="{}",
            )
        except Exception as error:  # noqa: BLE001: whatever it is, the import is over
            original = getattr(error, "original_exception", None) or error
            return f"{type(original).__name__}: {original}".split("\n")[0][:160]
    return client.empty or what_is_empty(client.service)


def what_is_empty(service) -> str:
    """What of the relations that were sent to Compute Nest names no artifact."""
    if service is None:
        return "nothing was sent"
    supplier = json.loads(service["DeployMetadata"]).get("SupplierDeployMetadata") or {}
    for name, relations in supplier.items():
        if not name.endswith("ArtifactRelation"):
            continue
        if not isinstance(relations, dict):
            return f"sends {relations!r} as {name}"
        for key, relation in relations.items():
            artifact = relation.get("ArtifactId") if isinstance(relation, dict) else relation
            if not isinstance(artifact, str) or not artifact.startswith("artifact"):
                return f"sends {artifact!r} as the artifact of {key}"
    return ""


# --- Mutations ---


def first(mapping):
    return next(iter(mapping.values()), None) if isinstance(mapping, dict) else None


def deploy(config):
    return config["Service"]["DeployMetadata"]


def supplier(config):
    return deploy(config)["SupplierDeployMetadata"]


def templates(config):
    managed = config["Service"].get("ServiceType") == "managed"
    found = supplier(config)["SupplierTemplateConfigs"] if managed else deploy(config)["TemplateConfigs"]
    if not found:
        raise KeyError
    return found


def relations(config):
    """Every relation map with its name."""
    return {name: it for name, it in supplier(config).items() if name.endswith("ArtifactRelation") and it}


def some_relation(config):
    return first(first(relations(config)))


def image_artifact(config):
    return next(it for it in config["Artifact"].values() if it.get("ArtifactType") == "EcsImage")


def rename(mapping, old, new):
    pairs = [(new if key == old else key, value) for key, value in mapping.items()]
    mapping.clear()
    mapping.update(pairs)


def replaced(of, key, old, new):
    if old not in of[key]:
        raise KeyError
    of[key] = of[key].replace(old, new)


def no_service_type(config):
    del config["Service"]["ServiceType"]


def no_allowed_regions(config):
    del templates(config)[0]["AllowedRegions"]


def region_beyond(config):
    templates(config)[0]["AllowedRegions"].append("cn-nowhere")


def no_url(config):
    del templates(config)[0]["Url"]


def missing_template(config):
    templates(config)[0]["Url"] = "ros_templates/there-is-no-such-file.yaml"


def no_templates(config):
    managed = config["Service"].get("ServiceType") == "managed"
    del (supplier(config) if managed else deploy(config))["SupplierTemplateConfigs" if managed else "TemplateConfigs"]


def managed_without_templates(config):
    config["Service"]["ServiceType"] = "managed"
    supplier(config).pop("SupplierTemplateConfigs", None)


def no_deploy_metadata(config):
    del config["Service"]["DeployMetadata"]


def list_of_relations(config):
    name, relation = next(iter(relations(config).items()))
    supplier(config)[name] = [{key: value} for key, value in relation.items()]


def empty_relations(config):
    supplier(config)[next(iter(relations(config)))] = None


def empty_relation(config):
    relation = first(relations(config))
    relation[next(iter(relation))] = None


def no_artifact_id(config):
    del some_relation(config)["ArtifactId"]


def misspelled_property(config):
    replaced(some_relation(config), "ArtifactId", ".ArtifactId}", ".Artifactid}")


def misspelled_artifact(config):
    replaced(some_relation(config), "ArtifactId", ".ArtifactId}", "s.ArtifactId}")


def no_placeholder(config):
    replaced(some_relation(config), "ArtifactId", "${", "{")


def short_placeholder(config):
    some_relation(config)["ArtifactId"] = "${Artifact}"


def misspelled_key(config):
    images = supplier(config)["ArtifactRelation"]
    rename(images, next(iter(images)), "there_is_no_such_image")


def no_artifact_type(config):
    del first(config["Artifact"])["ArtifactType"]


def no_artifact_name(config):
    del first(config["Artifact"])["ArtifactName"]


def empty_artifact(config):
    config["Artifact"][next(iter(config["Artifact"]))] = None


def regions_in_a_string(config):
    artifact = image_artifact(config)
    artifact["SupportRegionIds"] = json.dumps(artifact["SupportRegionIds"])


def property_in_a_string(config):
    artifact = next(it for it in config["Artifact"].values() if it.get("ArtifactProperty"))
    artifact["ArtifactProperty"] = json.dumps(artifact["ArtifactProperty"])


def no_property(config):
    del first(config["Artifact"])["ArtifactProperty"]


def misspelled_builder(config):
    name = next(it for it in ("ImageBuilder", "HelmChartBuilder", "AcrImageBuilder") if config.get(it))
    rename(config[name], next(iter(config[name])), "ThereIsNoSuchBuilder")


def builder_without_region(config):
    del first(config["ImageBuilder"])["RegionId"]


def builder_without_command(config):
    del first(config["ImageBuilder"])["CommandContent"]


def image_beside_builder(config):
    if not config.get("ImageBuilder"):
        raise KeyError
    image_artifact(config)["ArtifactProperty"]["ImageId"] = "m-bp1234567890abcdefgh"


def no_builders(config):
    if not any(config.pop(it, None) for it in ("ImageBuilder", "HelmChartBuilder", "AcrImageBuilder")):
        raise KeyError


def builder_without_tag(config):
    del first(config.get("HelmChartBuilder") or config["AcrImageBuilder"])["Tag"]


def empty_supplier(config):
    supplier(config)
    deploy(config)["SupplierDeployMetadata"] = None


def empty_service_info(config):
    config["Service"]["ServiceInfo"] = None


def three_languages(config):
    info = config["Service"]["ServiceInfo"]
    config["Service"]["ServiceInfo"] = (info if isinstance(info, list) else [info]) * 3


def missing_icon(config):
    info = config["Service"]["ServiceInfo"]
    (info[0] if isinstance(info, list) else info)["Image"] = "resources/icons/there-is-no-such-file.png"


def remote_template(config):
    templates(config)[0]["Url"] = "https://bucket.example.com/template.yaml"


def templates_without_a_list(config):
    managed = config["Service"].get("ServiceType") == "managed"
    of = supplier(config) if managed else deploy(config)
    name = "SupplierTemplateConfigs" if managed else "TemplateConfigs"
    of[name] = of[name][0]


def open_region(config):
    templates(config)[0]["AllowedRegions"] = ["${RegionId}"]


def empty_template(config):
    templates(config).append({})


def no_parameter_configs(config):
    config["Service"].setdefault("OperationMetadata", {})["ParameterConfigs"] = []


def parameters_without_groups(config):
    config["Service"].setdefault("OperationMetadata", {})["ParameterConfigs"] = [{"Metadata": {}}]


def operations_in_a_list(config):
    config["Service"]["OperationMetadata"] = [config["Service"].get("OperationMetadata", {})]


def number_as_chart(config):
    builder = first(config["HelmChartBuilder"])
    builder["HelmChartPath"] = 1
    builder.pop("BuildType", None)


def no_service(config):
    config["Servce"] = config.pop("Service")


CONFIG_MUTATIONS = [
    no_service_type, no_allowed_regions, region_beyond, no_url, missing_template, no_templates,
    managed_without_templates, no_deploy_metadata, list_of_relations, empty_relations, empty_relation, no_artifact_id,
    misspelled_property, misspelled_artifact, no_placeholder, short_placeholder, misspelled_key, no_artifact_type,
    no_artifact_name, empty_artifact, regions_in_a_string, property_in_a_string, no_property, misspelled_builder,
    builder_without_region, builder_without_command, image_beside_builder, no_builders, builder_without_tag,
    empty_supplier, empty_service_info, three_languages, missing_icon, remote_template, templates_without_a_list,
    no_service, open_region, empty_template, no_parameter_configs, parameters_without_groups, operations_in_a_list,
    number_as_chart,
]


def repeated_key(text):
    return text.replace("Service:\n", "Service:\n  RegionId: cn-hangzhou\n  RegionId: cn-hangzhou\n", 1)


def tag_in_config(text):
    return text + "\nExtra: !Ref Something\n"


def byte_order_mark(text):
    return "\ufeff" + text


def windows_line_ends(text):
    return text.replace("\n", "\r\n")


TEXT_MUTATIONS = [repeated_key, tag_in_config, byte_order_mark, windows_line_ends]


def short_tag(text):
    return text + "\n# appended\n" if text.lstrip().startswith("{") else text.rstrip() + "\nExtra: !Ref Something\n"


def image_by_if(text):
    return re.sub(r"(\n( *)ImageId: )[^\n]+", r"\1{'Fn::If': [Never, a, b]}", text, count=1)


def image_by_map(text):
    call = "{'Fn::FindInMap': [There, {Ref: 'ALIYUN::Region'}, Is]}"
    return re.sub(r"(\n( *)ImageId: )[^\n]+", lambda it: it[1] + call, text, count=1)


def broken_template(text):
    return text + "\n  - {\n"


TEMPLATE_MUTATIONS = [short_tag, image_by_if, image_by_map, broken_template]


def template_of(folder: Path, config: Path):
    """The text of the first template, where it is a file."""
    try:
        read = yaml.safe_load(config.read_text(encoding="utf-8"))
        return config.parent / templates(read)[0]["Url"]
    except (KeyError, TypeError, AttributeError, IndexError, yaml.YAMLError):
        return None


def places(value, holder=None, key=None):
    """Every entry and item below `value`, as what holds it and its key."""
    if holder is not None:
        yield holder, key
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, value, name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, value, index)


CHANGES = {
    "removed": None,
    "null": lambda _: None,
    "string": lambda _: "something",
    "number": lambda _: 7,
    "in a list": lambda value: [value],
    "in a mapping": lambda value: {"Inner": value},
    "empty list": lambda _: [],
    "empty mapping": lambda _: {},
}


def changed_somewhere(read, choice: random.Random):
    """Changes one value of `read` that is chosen by chance; what was done."""
    holder, key = choice.choice(list(places(read)))
    name, change = choice.choice(list(CHANGES.items()))
    if change is None:
        del holder[key]
    else:
        holder[key] = change(holder[key])
    return f"{key}: {name}"


def by_chance(config: Path, original: bytes, count: int, seed: str):
    """`count` changes of one value each."""
    choice = random.Random(seed)
    for _ in range(count):
        try:
            read = yaml.load(original.decode("utf-8"), Loader=yaml.FullLoader)
        except yaml.YAMLError:
            return
        done = changed_somewhere(read, choice)
        config.write_text(yaml.safe_dump(read, allow_unicode=True, sort_keys=False), encoding="utf-8")
        yield "by chance", done
    config.write_bytes(original)


def mutated(folder: Path, config: Path, count: int):
    """Makes each mutation of the project in `folder` in turn, and yields its name and what else is to say of it."""
    yield from ((name, "") for name in mutated_by_name(folder, config))
    yield from by_chance(config, config.read_bytes(), count, folder.name + config.name)


def mutated_by_name(folder: Path, config: Path):
    """Makes each mutation that has a name."""
    original = config.read_bytes()
    yield "as it is"
    for mutation in CONFIG_MUTATIONS:
        try:
            read = yaml.load(original.decode("utf-8"), Loader=yaml.FullLoader)
            mutation(read)
        except (KeyError, TypeError, AttributeError, IndexError, StopIteration, yaml.YAMLError):
            continue
        config.write_text(yaml.safe_dump(read, allow_unicode=True, sort_keys=False), encoding="utf-8")
        yield mutation.__name__
    for mutation in TEXT_MUTATIONS:
        config.write_bytes(mutation(original.decode("utf-8")).encode("utf-8"))
        yield mutation.__name__
    config.write_bytes(original)
    template = template_of(folder, config)
    if template is None or not template.is_file():
        return
    text = template.read_text(encoding="utf-8")
    for mutation in TEMPLATE_MUTATIONS:
        if mutation(text) != text:
            template.write_text(mutation(text), encoding="utf-8")
            yield mutation.__name__
    template.write_text(text, encoding="utf-8")


# --- The comparison ---


def run_nestc(nestc: str, config: Path):
    """The findings of nestc as (code, severity, message)."""
    command = [nestc, "lint", "--format", "json", "--manifest", str(config)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if done.returncode not in (0, 1, 2):
        raise SystemExit(f"{config}: {done.stderr}")
    findings = [(it["code"], it["severity"], it["message"]) for it in json.loads(done.stdout)["findings"]]
    if done.returncode == 2:
        findings.append(("failure", "error", done.stderr.strip().split("\n")[0]))
    return findings


def configurations(folders):
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.yaml")):
            if path.parent.name == ".computenest" and "\nService:" in "\n" + path.read_text(encoding="utf-8", errors="replace"):
                yield path


def compare(nestc, origin: Path, place: Path, by_chance_count, table, differences):
    shutil.copytree(origin.parent, place / ".computenest")
    config = place / ".computenest" / origin.name
    name = f"{origin.parents[1].name}/{origin.name}"
    count = 0
    for mutation, done in mutated(place, config, by_chance_count):
        # The import writes into the configuration, so nestc comes first.
        before = config.read_bytes()
        findings = run_nestc(nestc, config)
        reason = run_import(config)
        config.write_bytes(before)
        errors = [it for it in findings if it[1] == "error"]
        tagged = "could not determine a constructor" in reason
        warned = any(it[0] == "NST229" for it in findings)
        verdict = "both fail" if reason else "both pass"
        if reason and not errors:
            verdict = "short tag" if tagged and warned else "MISSED"
        elif not reason and any(it[0] in ("NST229", "NST202") for it in errors):
            verdict = "FALSE"
        elif not reason and errors:
            verdict = "nestc only"
        table[mutation, verdict] += 1
        count += 1
        if verdict in ("MISSED", "FALSE"):
            differences.append(f"{verdict} {name} {mutation} {done}: {reason or errors[:2]}")
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", required=True, help="the program")
    parser.add_argument("--by-chance", type=int, default=10, help="changes by chance of each project")
    parser.add_argument("folders", nargs="+", help="folders that hold projects of computenest-cli")
    arguments = parser.parse_args()
    nestc = os.path.abspath(arguments.nestc)
    table, differences, projects = Counter(), [], 0
    with tempfile.TemporaryDirectory() as temporary:
        for origin in configurations(arguments.folders):
            projects += 1
            count = compare(nestc, origin, Path(temporary) / str(projects), arguments.by_chance, table, differences)
            print(f"{origin}: {count}", file=sys.stderr)
    verdicts = ["both fail", "both pass", "short tag", "nestc only", "FALSE", "MISSED"]
    print(f"{'':26}" + "".join(f"{it:>12}" for it in verdicts))
    for mutation in dict.fromkeys(mutation for mutation, _ in table):
        print(f"{mutation:26}" + "".join(f"{table[mutation, it]:12}" for it in verdicts))
    print(f"{projects} projects, {sum(table.values())} comparisons")
    for difference in differences:
        print(difference)
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
