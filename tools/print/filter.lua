-- From the calls, slots and labels that lower.py wrote (see there) to Typst source.
-- Functions are called with their content in brackets; a semicolon ends each call in a line, so
-- that what follows ("(1.2)", "[3]") is not taken for another argument.

local function quote(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"'
end

local function sorted(attributes)
  local names = {}
  for name, _ in pairs(attributes) do table.insert(names, name) end
  table.sort(names)
  return names
end

local function arguments(el)
  local out = {}
  for _, name in ipairs(sorted(el.attributes)) do
    local key = name:match('^arg%-(.+)$')
    if key then table.insert(out, key .. ': ' .. quote(el.attributes[name])) end
  end
  return out
end

-- The start of a call, its list of arguments still open.
local function open(el)
  local list = arguments(el)
  if el.attributes['set-label'] then table.insert(list, 'id: label(' .. quote(el.attributes['set-label']) .. ')') end
  return '#' .. el.attributes['call'] .. '(' .. table.concat(list, ', ') .. (#list > 0 and ', ' or '')
end

local function formula(tex, kind)
  local source = pandoc.write(pandoc.Pandoc { pandoc.Plain { pandoc.Math(kind, tex) } }, 'typst')
  source = source:gsub('%s+$', '')
  if not source:match('^%$.*%$$') then
    error('FORMULA ' .. tex)
  end
  return source
end

local function raw(text) return pandoc.RawInline('typst', text) end

local function code(el)
  local block = el.content[1]
  return pandoc.RawBlock('typst', open(el) .. ')[#raw(block: true, lang: ' ..
    (el.attributes['arg-lang'] and quote(el.attributes['arg-lang']) or 'none') .. ', ' .. quote(block.text) .. ')]')
end

local function slots(el)
  local body, inlines = pandoc.Blocks {}, pandoc.Inlines {}
  for _, block in ipairs(el.content) do
    local name = block.t == 'Div' and block.attributes['in-slot']
    if name then
      inlines:insert(raw(name .. ': ['))
      inlines:extend(pandoc.utils.blocks_to_inlines(block.content))
      inlines:insert(raw('], '))
    else
      body:insert(block)
    end
  end
  return body, inlines
end

function Div(el)
  local call = el.attributes['call']
  if el.attributes['in-slot'] then return nil end
  if not call then return el.content end
  if call == 'equation' then
    return pandoc.RawBlock('typst', open(el) .. ')[' .. formula(el.attributes['tex'], 'DisplayMath') .. ']')
  end
  if call == 'code-input' or call == 'code-output' then return code(el) end
  local body, inlines = slots(el)
  local head = pandoc.Inlines { raw(open(el)) }
  head:extend(inlines)
  if #body == 0 then
    head:insert(raw(')'))
    return pandoc.Blocks { pandoc.Plain(head) }
  end
  head:insert(raw(')['))
  local out = pandoc.Blocks { pandoc.Plain(head) }
  out:extend(body)
  out:insert(pandoc.RawBlock('typst', ']'))
  return out
end

function Span(el)
  local call = el.attributes['call']
  if not call then return el.content end
  if call == 'formula' then
    return raw(open(el) .. ')[' .. formula(el.attributes['tex'], 'InlineMath') .. '];')
  end
  local out = pandoc.Inlines { raw(open(el) .. ')') }
  if #el.content > 0 then
    out:insert(raw('['))
    out:extend(el.content)
    out:insert(raw(']'))
  end
  out:insert(raw(';'))
  return out
end

local alignments = { AlignLeft = 'left', AlignRight = 'right', AlignCenter = 'center', AlignDefault = 'start' }

local function cells(row, out, head)
  for i, cell in ipairs(row.cells) do
    local options = ''
    if cell.col_span > 1 then options = options .. 'colspan: ' .. cell.col_span .. ', ' end
    if cell.row_span > 1 then options = options .. 'rowspan: ' .. cell.row_span .. ', ' end
    if cell.alignment ~= 'AlignDefault' then
      options = options .. 'align: ' .. alignments[cell.alignment] .. ', '
    end
    local before, after = 'table.cell(' .. options .. ')[', '],'
    if head then before, after = before .. '#head-cell[', ']' .. after end
    if #cell.contents == 1 and (cell.contents[1].t == 'Para' or cell.contents[1].t == 'Plain') then
      local inlines = pandoc.Inlines { raw(before) }
      inlines:extend(cell.contents[1].content)
      inlines:insert(raw(after))
      out:insert(pandoc.Plain(inlines))
    else
      out:insert(pandoc.RawBlock('typst', before))
      out:extend(cell.contents)
      out:insert(pandoc.RawBlock('typst', after))
    end
  end
end

function Table(el)
  local aligned = {}
  for _, spec in ipairs(el.colspecs) do table.insert(aligned, alignments[spec[1]]) end
  local out = pandoc.Blocks { pandoc.RawBlock('typst', '#table(columns: ' .. #el.colspecs ..
    ', align: (' .. table.concat(aligned, ', ') .. ',),') }
  if #el.head.rows > 0 then
    out:insert(pandoc.RawBlock('typst', 'table.header('))
    for _, row in ipairs(el.head.rows) do cells(row, out, true) end
    out:insert(pandoc.RawBlock('typst', 'table.hline(stroke: 0.5pt),),'))
  end
  for _, body in ipairs(el.bodies) do
    for _, row in ipairs(body.head) do cells(row, out) end
    for _, row in ipairs(body.body) do cells(row, out) end
  end
  for _, row in ipairs(el.foot.rows) do cells(row, out) end
  out:insert(pandoc.RawBlock('typst', ')'))
  return out
end

function Code(el)
  return raw('#raw(' .. quote(el.text) .. ');')
end

function CodeBlock(el) return nil end

function Link(el)
  local out = pandoc.Inlines { raw('#outside(' .. quote(el.target) .. ')[') }
  out:extend(el.content)
  out:insert(raw('];'))
  return out
end
