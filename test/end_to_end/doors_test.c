// A door's life through the command line as it is: settings, by real files, broker, door and garage.
// words[1] is portcullis, words[2] portcullis-door.
#include "test/end_to_end/house.h"

#include "protocol/image.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>

static struct house house;

static bool image_of(const char *door, struct operator_settings *out)
{
    static uint8_t room[IMAGE_MOST + 1];
    struct path path;
    struct failure failure;
    struct bytes content;
    struct image image;
    if (!home_door_path(&house.home, door, "door.image", &path, &failure) ||
        !file_read(path.text, room, sizeof(room), &content, &failure) ||
        !image_decode(content, &image)) {
        return false;
    }
    *out = image.operator_settings;
    return true;
}

static void the_list_tells_roster_and_state_of_a_door(void)
{
    CHECK(house_is_fresh(&house, "closed"));
    CHECK_SAME(house_does(&house, "door", "list", NULL), 0);
    CHECK(house_said(&house, "stop-both"));
    CHECK(house_said(&house, "1 confirmed"));
    CHECK(house_said(&house, "closed, "));
    CHECK_SAME(house_does(&house, "door", "list", "--json", NULL), 0);
    CHECK(house_said(&house, "\"state\":\"closed\""));
    CHECK(house_said(&house, "\"fresh\":true"));
    CHECK(house_said(&house, "\"roster_confirmed\":true"));
}

static void settings_are_shown_changed_and_refused(void)
{
    struct operator_settings settings;
    CHECK_SAME(house_does(&house, "door", "set", "garage", NULL), 0);
    CHECK(house_said(&house, "stop-while-opening"));
    CHECK_SAME(house_does(&house, "door", "set", "garage", "warning=8", "wall-input=yes", NULL), 0);
    CHECK(house_said(&house, "5 -> 8"));
    CHECK(house_said(&house, "no -> yes"));
    CHECK(house_said(&house, "Nothing over the network"));
    CHECK(image_of("garage", &settings) && settings.warning_seconds == 8 && settings.wall_input);
    CHECK_SAME(house_does(&house, "door", "set", "garage", "warning=6", "pulse=5000", NULL), 1);
    CHECK(house_said(&house, "past the photo-eye"));
    CHECK_SAME(house_does(&house, "door", "set", "garage", "switches=none", NULL), 1);
    CHECK(image_of("garage", &settings) && settings.warning_seconds == 8 && settings.pulse == 400);
    CHECK_SAME(house_does(&house, "door", "set", "barn", "warning=8", NULL), 3);
    CHECK(house_said(&house, "there is no door barn"));
    CHECK_SAME(house_does(&house, "door", "set", NULL), 2);
}

static void the_door_takes_new_settings_by_its_image_alone(void)
{
    CHECK_SAME(house_does(&house, "door", "set", "garage", "warning=7", "--json", NULL), 0);
    CHECK(house_said(&house, "{\"setting\":\"warning\",\"before\":\"8\",\"after\":\"7\"}"));
    CHECK(house_takes_image(&house, "garage"));
    CHECK_SAME(house_does(&house, "identify", NULL), 0);
}

int main(int count, char **words)
{
    if (count != 3) {
        (void)fprintf(stderr, "usage: %s PORTCULLIS PORTCULLIS-DOOR\n", words[0]);
        return 2;
    }
    if (check_that(house_begins(&house, words[1], words[2]), "the house stands", __FILE__,
                   __LINE__)) {
        RUN(the_list_tells_roster_and_state_of_a_door);
        RUN(settings_are_shown_changed_and_refused);
        RUN(the_door_takes_new_settings_by_its_image_alone);
    }
    house_ends(&house);
    return check_verdict();
}
