local function main(n)
  return n + 1
end

return { main = main }
