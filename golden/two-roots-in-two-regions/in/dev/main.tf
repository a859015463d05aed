provider "alicloud" {
  alias  = "fixed"
  region = "cn-hangzhou"
}

module "web" {
  source    = "../modules/web"
  providers = { alicloud = alicloud.fixed }
}
