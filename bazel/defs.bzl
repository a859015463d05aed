"""Rules that build and check Compute Nest templates with nestc.

One action makes a whole manifest, or one shard of it: an action for each region would read and check every template again for
each of them. Actions declare all that they read, so they run in a sandbox and on other machines.
"""

def _manifest_inputs(ctx):
    inputs = [ctx.file.manifest] + ctx.files.templates
    if ctx.file.lock:
        inputs.append(ctx.file.lock)
    return inputs

def _nestc_build_impl(ctx):
    if ctx.attr.shards < 1:
        fail("shards must be 1 or more")
    outputs = []
    for number in range(1, ctx.attr.shards + 1):
        part = "" if ctx.attr.shards == 1 else "/%d-of-%d" % (number, ctx.attr.shards)
        output = ctx.actions.declare_directory(ctx.label.name + part)
        arguments = ctx.actions.args()
        arguments.add("build")
        arguments.add("--manifest", ctx.file.manifest)
        arguments.add("--output", output.path)
        arguments.add_all(["--locked", "--no-sync", "--follow-links", "--quiet", "--color", "never"])
        if ctx.attr.shards > 1:
            arguments.add("--shard", "%d/%d" % (number, ctx.attr.shards))
        ctx.actions.run(
            executable = ctx.executable.nestc,
            arguments = [arguments],
            inputs = _manifest_inputs(ctx),
            outputs = [output],
            mnemonic = "NestcBuild",
            progress_message = "Rendering templates of %s" % ctx.label,
        )
        outputs.append(output)
    return [DefaultInfo(files = depset(outputs), runfiles = ctx.runfiles(files = outputs))]

_ATTRIBUTES = {
    "manifest": attr.label(
        allow_single_file = True,
        mandatory = True,
        doc = "The manifest, `nestc.yaml`.",
    ),
    "templates": attr.label_list(
        allow_files = True,
        mandatory = True,
        doc = "Everything that the manifest's `templates:` name: templates, and all files of Terraform modules.",
    ),
    "lock": attr.label(
        allow_single_file = True,
        doc = "`nestc.lock`. A published version that it does not have is an error, since an action cannot write it.",
    ),
    "nestc": attr.label(
        default = Label("//:nestc"),
        allow_single_file = True,
        executable = True,
        cfg = "exec",
        doc = "The program, for the platform that actions run on.",
    ),
}

nestc_build = rule(
    implementation = _nestc_build_impl,
    doc = "Renders every template for every region into a folder; with `shards`, into one folder for each of them.",
    attrs = dict(_ATTRIBUTES, shards = attr.int(
        default = 1,
        doc = "In how many actions the templates are rendered. A template is always in the same one.",
    )),
)

def _test_impl(ctx, command, files, before = ""):
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "#!/bin/sh\n%sexec %s\n" % (before, command), is_executable = True)
    return [DefaultInfo(
        executable = script,
        runfiles = ctx.runfiles(files = _manifest_inputs(ctx) + [ctx.executable.nestc] + files),
    )]

def _quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"

def _nestc_lint_test_impl(ctx):
    command = "%s lint --manifest %s --follow-links --color never --fail-on %s" % (
        _quoted("./" + ctx.executable.nestc.short_path),
        _quoted(ctx.file.manifest.short_path),
        ctx.attr.fail_on,
    )
    return _test_impl(ctx, command, [])

nestc_lint_test = rule(
    implementation = _nestc_lint_test_impl,
    doc = "Fails where `nestc lint` has findings of the level `fail_on`.",
    test = True,
    attrs = dict(_ATTRIBUTES, fail_on = attr.string(
        default = "error",
        values = ["error", "warning", "note"],
        doc = "The least level that makes the test fail.",
    )),
)

def _nestc_check_test_impl(ctx):
    if not ctx.files.outputs:
        fail("outputs must not be empty")

    # Every input of a test is a link. A build never takes a link for an output of its own, so the files are copied.
    copy = "cp -RL . \"$TEST_TMPDIR/files\" && cd \"$TEST_TMPDIR/files\" || exit 2"
    command = "%s build --check --manifest %s --locked --color never" % (
        _quoted("./" + ctx.executable.nestc.short_path),
        _quoted(ctx.file.manifest.short_path),
    )
    return _test_impl(ctx, command, ctx.files.outputs, before = copy + "\n")

nestc_check_test = rule(
    implementation = _nestc_check_test_impl,
    doc = "Fails where committed outputs are not what `nestc build` makes of the templates.",
    test = True,
    attrs = dict(_ATTRIBUTES, outputs = attr.label_list(
        allow_files = True,
        mandatory = True,
        doc = "The committed outputs with their record, `nestc-build.json`.",
    )),
)
