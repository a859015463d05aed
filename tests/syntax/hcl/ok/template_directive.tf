a = "%{ if b }x%{ else }y%{ endif }"
c = "%{ for k, v in m }${k}%{ endfor }"
