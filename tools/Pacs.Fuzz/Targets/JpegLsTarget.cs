using Pacs.Imaging;

namespace Pacs.Fuzz;

/// <summary>JPEG-LS frames, lossless and near-lossless, in all interleave modes.</summary>
internal sealed class JpegLsTarget() : FrameTarget("jpegls", new JpegLsCodec())
{
    // 13 x 10 pixels of three 8-bit samples by CharLS: a scan a component; by sample; by sample, near-lossless.
    private static readonly string[] Others =
    [
        "/9j/9wARCAAKAA0DAREAAhEAAxEA/9oACAEBAAAAAIKFDhKJYSiWEoqgAAMGAEAAYgkKOINmMBAAADEGSCDKmFiOwwAAAGVtQAGpxCmAAABNorJmLKsUUUgopnGCiRkk050yQgpVptWV0+A+siRPfTnk55SKLubbm21lSVBOvzD8XfwE2gj/2gAIAQIAAAAAAAABagocj8x/pr+09gAAEAMAAgYgJFEmjiGDAAAAyfMAA2oLYYAAAJtcGTEMMOWXckuhhRgkmQkqryDkSUUq82nLCeAJtEJFeSVxFGPojCxXlV1mbZogmfiz8XfQGzjIkVxFbRXUyv/aAAgBAwAAAAAAAAHaAERTMJ7MI7T38AAAGVDYAAhHEHUAAAEyvMmBhwADEOCjllzCgwAABmlzGmHKJuVRRShjaEMIYBs5kiilVIKK4opDixSSXJIZ1mjiVuLNpZqALjkiRn0Z5FeVGFzNsjaOyRqg/9k=",
        "/9j/9wARCAAKAA0DAREAAhEAAxEA/9oADAMBAAIAAwAAAgBABBklWwAAATsAAAE6ATK8RAAABOgAHA/M5HIroA0CwLQZEryjI75FMIhNZnJfbGR3/zT29l+eraQ1NNv/K/3ls/bojbb/av1c1ZKDI6ZSX/q/UybClFrp1f9V/pZFdT935Vf+r8fE411OTq//fwiT5Vnmff9/+UKy0jnxoP/Z",
        "/9j/9wARCAAKAA0DAREAAhEAAxEA/9oADAMBAAIAAwACAgBCFV+ABABABrawYAIANKVYAhhpK/aV1rP7+iUrv/9//3ur/3/pq/9S/3//RavzJrf7/3t2rZ5r6/9r57Rr/y3z6+/Up9+vWxX13Kl7r63N+9XA/9k=",
    ];

    public override IEnumerable<byte[]> Seeds(string corpus) =>
        [.. base.Seeds(corpus), .. Others.Select(other => (byte[])[9, 12, 2, 0, .. Convert.FromBase64String(other)])];
}
