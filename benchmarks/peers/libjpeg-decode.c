/* Decodes each file again and again for 2.5 s with libjpeg (turbo), as an application does, and prints the best time.
   gcc -O2 libjpeg-decode.c -o libjpeg-decode -ljpeg && ./libjpeg-decode FILE.jpg... */
#include <stdio.h>
#include <time.h>
#include <jpeglib.h>

static unsigned char in[1 << 24], out[1 << 27];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static size_t decode(size_t length)
{
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr errors;
    size_t done = 0;
    d.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&d);
    jpeg_mem_src(&d, in, length);
    jpeg_read_header(&d, TRUE);
    jpeg_start_decompress(&d);
    size_t row = (size_t)d.output_width * d.output_components;
    while (d.output_scanline < d.output_height) {
        JSAMPROW rows[8];
        for (int i = 0; i < 8; i++) rows[i] = out + done + i * row;
        done += jpeg_read_scanlines(&d, rows, 8) * row;
    }
    jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    return done;
}

int main(int count, char **names)
{
    for (int i = 1; i < count; i++) {
        FILE *file = fopen(names[i], "rb");
        if (!file) { perror(names[i]); return 1; }
        size_t length = fread(in, 1, sizeof in, file), bytes = 0;
        fclose(file);
        double best = 1e9, start = now();
        while (now() - start < 2500) {
            double from = now();
            bytes = decode(length);
            if (now() - from < best) best = now() - from;
        }
        printf("%s: %.3f ms, %.0f MB/s\n", names[i], best, bytes / best / 1000);
    }
    return 0;
}
