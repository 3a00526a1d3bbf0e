#include "home/page/nginx_reload.h"
#include "home/folder/program.h"
#include "home/page/look.h"
#include "home/page/nginx.h"

#include <signal.h>
#include <stdlib.h>

const struct nginx_place nginx_of_the_system = {.pid_file = "/run/nginx.pid",
                                                .configuration = PAGE_IN_NGINX};

bool nginx_reload(const struct home *home, const struct nginx_place *place)
{
    char *text = nginx_text(home->folder.text, &home->settings);
    const bool has_it = text != NULL && page_file_says(place->configuration, text);
    const long process = has_it ? program_of_file(place->pid_file) : 0;
    free(text);
    return program_hears(process, "nginx", SIGHUP) && kill((pid_t)process, SIGHUP) == 0;
}

const char *nginx_reload_words(const struct home *home)
{
    return nginx_reload(home, &nginx_of_the_system)
               ? "nginx reads it again."
               : "Next: sudo systemctl reload nginx, where it runs already";
}
