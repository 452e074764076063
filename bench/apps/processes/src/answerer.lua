local function main(collector, i)
  local ok, err = process.send(collector, "done", i)
  if not ok then error(err) end
end

return { main = main }
