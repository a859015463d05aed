provider "alicloud" {
  alias  = "fixed"
  region = "cn-beijing"
}

module "web" {
  source    = "../modules/web"
  providers = { alicloud = alicloud.fixed }
}
