#include "home/cli/doors/door_word.h"
#include "home/folder/doors.h"
#include "home/link/joining.h"

#include <stdio.h>
#include <string.h>

bool door_word_settle(const char *home_option, const char *word, struct home *home,
                      char door[NAME_MOST + 1], struct failure *failure)
{
    struct path folder;
    struct doors doors;
    if (!home_choose(home_option, &folder, failure) || !home_open_any(folder.text, home, failure)) {
        return false;
    }
    if (joining_is_open(home)) {
        return failure_say(failure, "%s is not let in yet; go on with `portcullis join`",
                           home->settings.owner);
    }
    if (word != NULL) {
        if (strlen(word) > NAME_MOST) {
            return failure_say(failure,
                               "\"%.64s\" is no door's name; `portcullis door list` "
                               "names them",
                               word);
        }
        (void)snprintf(door, NAME_MOST + 1, "%s", word);
        return true;
    }
    if (!doors_list(home, &doors, failure)) {
        return false;
    }
    if (doors.count == 0) {
        return failure_say(failure,
                           "there is no door in %s yet; make one with `portcullis door "
                           "add NAME`",
                           folder.text);
    }
    if (doors.count > 1) {
        return failure_say(failure, "there are %zu doors; say which, as `portcullis status %s`",
                           doors.count, doors.name[0]);
    }
    memcpy(door, doors.name[0], NAME_MOST + 1);
    return true;
}
