-- Neovim's own client: opens, types, hovers, completes, renames, fixes and closes.

local nestc, work = os.getenv("NESTC"), os.getenv("WORK")

local function fail(why)
  io.stderr:write("neovim: " .. why .. "\n" .. debug.traceback() .. "\n")
  vim.cmd("cquit 1")
end

local function check(condition, why)
  if not condition then
    fail(why)
    error(why)
  end
end

local function await(what, condition)
  check(vim.wait(20000, condition, 10), "timed out: " .. what)
end

local client = vim.lsp.start_client({ cmd = { nestc, "lsp" }, root_dir = work, name = "nestc" })
check(client, "the server does not start")

local function open(path, filetype)
  vim.cmd("edit " .. work .. "/" .. path)
  vim.bo.filetype = filetype
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client)
  return buffer
end

local function codes(buffer)
  local found = {}
  for _, it in ipairs(vim.diagnostic.get(buffer)) do
    found[#found + 1] = it.code or (it.user_data and it.user_data.lsp and it.user_data.lsp.code) or "?"
  end
  return table.concat(found, " ")
end

local function has(buffer, code)
  return codes(buffer):find(code, 1, true) ~= nil
end

local function request(buffer, method, parameters)
  local answers, reason = vim.lsp.buf_request_sync(buffer, method, parameters, 20000)
  check(answers, method .. ": " .. tostring(reason))
  local answer = answers[client]
  check(answer and not answer.err, method .. ": " .. vim.inspect(answer))
  return answer.result
end

local function at(buffer, line, character)
  return { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = line, character = character } }
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n")
end

for _, case in ipairs({ { "web.yaml", "yaml", 9, 10 }, { "module/main.tf", "terraform", 3, 4 } }) do
  local path, filetype, line, column = unpack(case)
  local buffer = open(path, filetype)
  await("diagnostics of " .. path, function() return has(buffer, "NST104") end)

  -- The fix that a code action offers.
  local range = { start = { line = line, character = column }, ["end"] = { line = line, character = column } }
  local actions = request(buffer, "textDocument/codeAction", {
    textDocument = { uri = vim.uri_from_bufnr(buffer) }, range = range, context = { diagnostics = {} },
  })
  local fix = actions[1]
  check(fix and fix.kind == "quickfix", "no fix: " .. vim.inspect(actions))
  vim.lsp.util.apply_workspace_edit(fix.edit, "utf-16")
  await("fixed " .. path, function() return not has(buffer, "NST104") end)
  check(text(buffer):find(filetype == "yaml" and "ImageId" or "image_id", 1, true), "not fixed: " .. text(buffer))

  -- What is typed is seen.
  vim.api.nvim_buf_set_lines(buffer, -1, -1, true, { filetype == "yaml" and "Outputs: [" or "}" })
  await("a syntax error in " .. path, function() return has(buffer, "NST001") end)
  vim.api.nvim_buf_set_lines(buffer, -2, -1, true, {})
  await("no syntax error in " .. path, function() return not has(buffer, "NST001") end)
end

local web = vim.fn.bufnr(work .. "/web.yaml")
local hover = request(web, "textDocument/hover", at(web, 9, 20))
check(hover and hover.contents.value:find("m%-bp1234567890abcdefgh"), "hover: " .. vim.inspect(hover))

local completion = request(web, "textDocument/completion", at(web, 11, 14))
local labels = {}
for _, item in ipairs(completion.items or completion) do labels[item.label] = true end
check(labels.Zone and labels["ALIYUN::Region"], "completion: " .. vim.inspect(labels))

local edit = request(web, "textDocument/rename", vim.tbl_extend("force", at(web, 11, 14), { newName = "Place" }))
vim.lsp.util.apply_workspace_edit(edit, "utf-16")
check(text(web):find("Place:\n    Type: String", 1, true) and text(web):find("Ref: Place", 1, true), text(web))

local symbols = request(web, "textDocument/documentSymbol", { textDocument = { uri = vim.uri_from_bufnr(web) } })
check(#symbols >= 3, "symbols: " .. vim.inspect(symbols))

vim.cmd("bdelete! " .. web)
vim.lsp.stop_client(client)
await("the end of the server", function() return vim.lsp.client_is_stopped(client) end)
io.stdout:write("neovim: all steps done\n")
vim.cmd("qall!")
