# everything that HCL has
terraform {
  required_version = ">= 1.5"
}

/* a comment
   of two lines */
resource "alicloud_instance" "server" {
  count    = var.enabled ? 2 : 0
  image_id = "m-bp1g7004ksh0oeuco1ik" // Compute Nest replaces it
  name     = "服务器-${var.name}-%{ if var.debug ~}debug%{ else }live%{ endif }"
  groups   = [alicloud_security_group.default.id, data.x.y[0].id, a.*.b, c[*].d, e.0.f]
  size     = max(40, -local.size * (2 + 1) % 7, var.sizes...)
  test     = !(a && b || c == d) && e != f || g <= h && i >= j && k < l && m > n
  dollars  = "$${no} %%{no} \u4e2d \U0001F600 \"q\" \\ \n"
  names    = [for i, name in var.names : upper(name) if name != ""]
  by_name  = { for name in var.names : name => name... }
  call     = provider::aws::arn_parse(var.arn)
  tags = {
    role = "web", owner : "me"
    (var.key) = null
    "quoted ${var.key}" = true
  }
  disk { size = 20 }
  dynamic "disk" {
    for_each = var.disks
    content {
      size = disk.value
    }
  }
  user_data = <<-EOF
    #!/bin/bash
      echo "${var.name}" > /etc/motd
    %{ for user in var.users ~}
    useradd ${user}
    %{ endfor ~}
  EOF
  plain = <<EOT
text $${kept}
EOT
}
