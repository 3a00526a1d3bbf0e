// Naming the phones' page, and a door that comes or is set where there is one, cut off at every call that
// changes the disk, and refused there: each file of the page is the old one or the new one, the doctor says
// where it is not what the home says, and `portcullis page` mends it.
#include "home/doctor/doctor.h"
#include "home/doors/door_image.h"
#include "home/page/page.h"
#include "test/support/check.h"
#include "test/unit/home/cut_off.h"
#include "test/unit/home/scratch.h"

#include <stdio.h>
#include <string.h>

static struct scratch scratch;
static struct failure failure;
static struct home home;
static struct home_settings before;

static void make_home_with_a_page(void)
{
    struct home_request request = scratch_home_request(&scratch);
    request.settings.websockets_port = 28083;
    CHECK(page_settings_name(&request.settings.page, "garage.home.arpa", 0, &failure));
    CHECK(make_home(&request, scratch.sheet, &failure));
    CHECK(home_open(scratch.place.text, &home, &failure));
    const struct door_request garage = scratch_door_request(&scratch, &home, "garage");
    CHECK(make_door(&garage, &failure));
    before = home.settings;
}

static void as_before(void)
{
    static struct door_image opened; // large, and there is one
    home.settings = before;
    CHECK(home_write_settings(home.folder.text, &before, &failure));
    CHECK(door_image_open(&home, "garage", &opened, &failure));
    opened.image.operator_settings.warning_seconds = 5;
    CHECK(door_image_write(&home, "garage", &opened, &failure));
    door_image_close(&opened);
    CHECK(page_write(&home, &failure));
}

static bool name_it(void)
{
    struct home_settings settings = before;
    if (!page_settings_name(&settings.page, "hub.local", 8443, &failure) ||
        !home_write_settings(home.folder.text, &settings, &failure)) {
        return false;
    }
    home.settings = settings;
    return page_write(&home, &failure);
}

static bool set_it(void)
{
    static struct door_image opened; // large, and there is one
    if (!door_image_open(&home, "garage", &opened, &failure)) {
        return false;
    }
    opened.image.operator_settings.warning_seconds = 9;
    const bool set =
        door_image_write(&home, "garage", &opened, &failure) && page_write(&home, &failure);
    door_image_close(&opened);
    return set;
}

static size_t named; // by the doctor, in all runs

static bool doctor_is_quiet(void)
{
    static struct patient patient;
    patient = patient_of(&home, SCRATCH_NOW);
    patient.offline = true;
    patient.proc_net[0] = "/nonexistent";
    patient.proc_net[1] = "/nonexistent";
    CHECK(doctor_examine(&patient, &failure));
    for (size_t i = 0; i < patient.diagnosis.count; i++) {
        const struct finding *finding = &patient.diagnosis.at[i];
        if (strcmp(finding->check, "page") == 0 && strcmp(finding->mend, "portcullis page") == 0) {
            return false;
        }
    }
    return true;
}

// Whatever is read is a whole file.
static void is_whole(const char *name, const char *begin, const char *end)
{
    char text[16384];
    struct path path;
    struct bytes content = {NULL, 0};
    CHECK(home_path(&home, name, &path, &failure));
    CHECK(file_read(path.text, (uint8_t *)text, sizeof(text) - 1, &content, &failure));
    text[content.count] = '\0';
    const size_t length = strlen(end);
    CHECK(strncmp(text, begin, strlen(begin)) == 0 && content.count > length &&
          strcmp(text + content.count - length, end) == 0);
}

static void is_whole_and_mended(void)
{
    CHECK(home_open(scratch.place.text, &home, &failure));
    is_whole("page/home.json", "{\"format\":1,", "]}");
    is_whole("page/nginx.conf", "# nginx for", "}\n");
    named += doctor_is_quiet() ? 0 : 1;
    CHECK(page_write(&home, &failure));
    CHECK(doctor_is_quiet());
}

static void a_page_that_is_named_is_of_one_name_or_the_other(void)
{
    const struct trial trial = {as_before, name_it, is_whole_and_mended, 10, NULL};
    named = 0;
    cut_everywhere(&trial);
    CHECK(named > 0); // or the test sees nothing
    refuse_everywhere(&trial);
}

static void a_door_that_is_set_is_shown_as_it_is_or_was(void)
{
    const struct trial trial = {as_before, set_it, is_whole_and_mended, 10, NULL};
    named = 0;
    cut_everywhere(&trial);
    CHECK(named > 0);
    refuse_everywhere(&trial);
}

int main(void)
{
    scratch_begin(&scratch);
    make_home_with_a_page();
    RUN(a_page_that_is_named_is_of_one_name_or_the_other);
    RUN(a_door_that_is_set_is_shown_as_it_is_or_was);
    scratch_end(&scratch);
    return check_verdict();
}
