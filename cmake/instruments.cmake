# What the presets switch on: hardening for people, sanitizers, fuzzers and coverage for us.

if(PORTCULLIS_SANITIZE)
  add_compile_options(-g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
elseif(PORTCULLIS_COVERAGE)
  add_compile_options(-g -O0 --coverage)
  add_link_options(--coverage)
else()
  add_compile_options(-O2 -g -fstack-protector-strong -fstack-clash-protection
                      -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()

if(PORTCULLIS_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
