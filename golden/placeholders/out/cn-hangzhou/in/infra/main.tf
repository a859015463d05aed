# {{ computenest::file::app }}
locals {
  url    = "https://files-hangzhou.example.com/app.tgz?token=a&part=b#top"
  secret = "{\"auths\":{\"registry.example.com\":{\"auth\":\"dTpw\"}}}"
  script = <<-EOT
    wget 'https://files-hangzhou.example.com/app.tgz?token=a&part=b#top' -O ${local.url}
    %{ if true }docker pull registry.example.com/web:1.0%{ endif }
    echo '{"auths":{"registry.example.com":{"auth":"dTpw"}}}' {{ .Values.app }}
  EOT
}
