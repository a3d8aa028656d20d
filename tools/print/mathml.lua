-- Run by `pandoc lua mathml.lua`: reads a JSON list of formulas, {tex, display}, writes a JSON list
-- of their MathML, an empty text for each formula that pandoc cannot read.

local formulas = pandoc.json.decode(io.read('a'))
local options = pandoc.WriterOptions { html_math_method = 'mathml' }
local out = {}
for i, formula in ipairs(formulas) do
  local kind = formula.display and 'DisplayMath' or 'InlineMath'
  local doc = pandoc.Pandoc { pandoc.Plain { pandoc.Math(kind, formula.tex) } }
  local html = pandoc.write(doc, 'html', options)
  out[i] = html:match('<math.*</math>') or ''
end
io.write(pandoc.json.encode(out))
