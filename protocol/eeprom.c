#include "protocol/eeprom.h"

#include <string.h>

enum {
    ERASED = 0xff
};

size_t eeprom_image_size(const uint8_t head[EEPROM_IMAGE_HEAD])
{
    static const uint8_t mark[] = {'P', 'C', 'I', '1'};
    if (memcmp(head, mark, sizeof(mark)) != 0) {
        return IMAGE_MOST + 1;
    }
    return EEPROM_IMAGE_HEAD + ((size_t)head[4] << 8 | head[5]);
}

void eeprom_blank(uint8_t eeprom[EEPROM_SIZE])
{
    memset(eeprom, ERASED, EEPROM_SIZE);
}

struct bytes eeprom_image(const uint8_t eeprom[EEPROM_SIZE])
{
    const size_t count = eeprom_image_size(eeprom + EEPROM_IMAGE);
    return (struct bytes){eeprom + EEPROM_IMAGE, count <= IMAGE_MOST ? count : 0};
}

bool eeprom_put_image(uint8_t eeprom[EEPROM_SIZE], struct bytes image)
{
    if (image.count > IMAGE_MOST) {
        return false;
    }
    memset(eeprom + EEPROM_IMAGE, ERASED, IMAGE_MOST);
    memcpy(eeprom + EEPROM_IMAGE, image.at, image.count);
    return true;
}

bool eeprom_is_used(const uint8_t eeprom[EEPROM_SIZE])
{
    for (size_t i = EEPROM_SEEDS; i < EEPROM_SIZE; i++) {
        if (eeprom[i] != ERASED) {
            return true;
        }
    }
    return false;
}
