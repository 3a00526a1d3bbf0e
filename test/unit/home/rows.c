#include "test/unit/home/rows.h"

#include "home/authority/crl.h"
#include "home/people/people.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

bool rows_has(const struct home *home, const char *name)
{
    static char acl[FILE_MOST];
    struct failure failure;
    char line[64];
    struct path path;
    struct bytes content;
    if (!home_path(home, "broker/acl", &path, &failure) ||
        !CHECK(file_read(path.text, (uint8_t *)acl, sizeof(acl) - 1, &content, &failure))) {
        return false;
    }
    acl[content.count] = '\0';
    (void)snprintf(line, sizeof(line), "\nuser %s", name);
    return strstr(acl, line) != NULL;
}

bool rows_shut_out_the_revoked(const struct home *home)
{
    static struct people people; // large, and there is one
    struct failure none_yet;
    bool listed = true;
    CHECK(people_read(home->folder.text, &people, &none_yet));
    for (size_t i = 0; listed && i < people_revoked_count(&people); i++) {
        listed = crl_revokes(home, people_revoked_serial(&people, i), &listed, &none_yet) && listed;
    }
    return listed;
}
