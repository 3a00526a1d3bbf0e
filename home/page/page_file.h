// page/home.json: what the page knows of its home (docs/protocol.md, "What a phone is given").
#ifndef HOME_PAGE_PAGE_FILE_H
#define HOME_PAGE_PAGE_FILE_H

#include "home/folder/home.h"

// One line, to be freed by the caller with cJSON_free; NULL: failure says why. A door whose image cannot be
// read is left out: `portcullis doctor` tells of it.
char *page_file_text(const struct home *home, struct failure *failure);

#endif
