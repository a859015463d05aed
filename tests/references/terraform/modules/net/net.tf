variable "cidr" {}
output "id" { value = var.cidr }
