using System.Runtime.InteropServices;

namespace Pacs.Benchmarks.Codecs;

/// <summary>The C interface of CharLS 2, the peer for JPEG-LS. Where it is not installed its benchmarks fail and the others run.</summary>
internal static class CharLs
{
    public static int Encode(byte[] pixels, int rows, int columns, int bits, int components, int near, byte[] destination)
    {
        nint encoder = charls_jpegls_encoder_create();
        var info = new FrameInfo { Width = (uint)columns, Height = (uint)rows, BitsPerSample = bits, ComponentCount = components };
        Check(charls_jpegls_encoder_set_frame_info(encoder, ref info));
        Check(charls_jpegls_encoder_set_near_lossless(encoder, near));
        Check(charls_jpegls_encoder_set_interleave_mode(encoder, components > 1 ? 1 : 0));
        Check(charls_jpegls_encoder_set_destination_buffer(encoder, destination, (nuint)destination.Length));
        Check(charls_jpegls_encoder_encode_from_buffer(encoder, pixels, (nuint)pixels.Length, 0));
        Check(charls_jpegls_encoder_get_bytes_written(encoder, out nuint written));
        charls_jpegls_encoder_destroy(encoder);
        return (int)written;
    }

    public static void Decode(byte[] encoded, byte[] pixels)
    {
        nint decoder = charls_jpegls_decoder_create();
        Check(charls_jpegls_decoder_set_source_buffer(decoder, encoded, (nuint)encoded.Length));
        Check(charls_jpegls_decoder_read_header(decoder));
        Check(charls_jpegls_decoder_decode_to_buffer(decoder, pixels, (nuint)pixels.Length, 0));
        charls_jpegls_decoder_destroy(decoder);
    }

    private static void Check(int error)
    {
        if (error != 0) throw new InvalidOperationException($"CharLS error {error}.");
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FrameInfo
    {
        public uint Width;
        public uint Height;
        public int BitsPerSample;
        public int ComponentCount;
    }

#pragma warning disable SYSLIB1054, CA5392, IDE1006 // A binding for benchmarks alone, with the library's own names.
    [DllImport("charls")] private static extern nint charls_jpegls_encoder_create();
    [DllImport("charls")] private static extern void charls_jpegls_encoder_destroy(nint encoder);
    [DllImport("charls")] private static extern int charls_jpegls_encoder_set_frame_info(nint encoder, ref FrameInfo info);
    [DllImport("charls")] private static extern int charls_jpegls_encoder_set_near_lossless(nint encoder, int near);
    [DllImport("charls")] private static extern int charls_jpegls_encoder_set_interleave_mode(nint encoder, int mode);
    [DllImport("charls")] private static extern int charls_jpegls_encoder_set_destination_buffer(nint encoder, byte[] destination, nuint length);
    [DllImport("charls")] private static extern int charls_jpegls_encoder_encode_from_buffer(nint encoder, byte[] pixels, nuint length, uint stride);
    [DllImport("charls")] private static extern int charls_jpegls_encoder_get_bytes_written(nint encoder, out nuint written);
    [DllImport("charls")] private static extern nint charls_jpegls_decoder_create();
    [DllImport("charls")] private static extern void charls_jpegls_decoder_destroy(nint decoder);
    [DllImport("charls")] private static extern int charls_jpegls_decoder_set_source_buffer(nint decoder, byte[] source, nuint length);
    [DllImport("charls")] private static extern int charls_jpegls_decoder_read_header(nint decoder);
    [DllImport("charls")] private static extern int charls_jpegls_decoder_decode_to_buffer(nint decoder, byte[] pixels, nuint length, uint stride);
}
