-- Who has the name already is the one that is meant.
return { main = function(flow)
  local entry = flow == "ages" and "app:ages" or "app:flow"
  return assert(process.with_options({ ["workflow.id_reuse_policy"] = "reject_duplicate" }):with_name(flow):spawn(entry, "app:durable", flow))
end }
