image = "{{ computenest::acrimage::web }}"
