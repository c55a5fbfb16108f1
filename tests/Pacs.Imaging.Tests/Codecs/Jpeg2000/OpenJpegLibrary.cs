using System.Runtime.InteropServices;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>The system's OpenJPEG as an oracle, in this process; no test needs it to pass.</summary>
internal sealed unsafe class OpenJpegLibrary
{
    private const int J2kCodec = 0, ParametersLength = 16 * 1024;
    // Offsets in opj_image_t and opj_image_comp_t of version 2 on a 64-bit system.
    private const int ComponentCount = 16, Components = 24, ComponentSize = 64, Width = 8, Height = 12, Data = 48;
    private readonly nint _library;

    private OpenJpegLibrary(nint library) => _library = library;

    /// <summary>The library; the test is ignored where it is not installed.</summary>
    public static OpenJpegLibrary Require()
    {
        if (!Environment.Is64BitProcess || !NativeLibrary.TryLoad("libopenjp2.so.7", out nint library)) Assert.Ignore("libopenjp2.so.7 is not installed (Debian package libopenjp2-7).");
        else return new OpenJpegLibrary(library);
        throw new InvalidOperationException();
    }

    /// <summary>Samples of the components, one after the other, as far as they go; null when OpenJPEG refuses the stream.</summary>
    public int[][]? Decode(byte[] stream, int reductions = 0)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("in.j2k");
        File.WriteAllBytes(path, stream);
        byte* parameters = stackalloc byte[ParametersLength];
        nint codec = ((delegate* unmanaged<int, nint>)Find("opj_create_decompress"))(J2kCodec), image = 0, name = Marshal.StringToCoTaskMemUTF8(path);
        nint file = ((delegate* unmanaged<byte*, int, nint>)Find("opj_stream_create_default_file_stream"))((byte*)name, 1);
        ((delegate* unmanaged<byte*, void>)Find("opj_set_default_decoder_parameters"))(parameters);
        // cp_reduce is the first field.
        *(int*)parameters = reductions;
        bool isDecoded = ((delegate* unmanaged<nint, byte*, int>)Find("opj_setup_decoder"))(codec, parameters) != 0
            && ((delegate* unmanaged<nint, nint, nint*, int>)Find("opj_read_header"))(file, codec, &image) != 0
            && ((delegate* unmanaged<nint, nint, nint, int>)Find("opj_decode"))(codec, file, image) != 0
            && ((delegate* unmanaged<nint, nint, int>)Find("opj_end_decompress"))(codec, file) != 0;
        int[][]? samples = isDecoded ? Read((byte*)image) : null;
        ((delegate* unmanaged<nint, void>)Find("opj_stream_destroy"))(file);
        ((delegate* unmanaged<nint, void>)Find("opj_destroy_codec"))(codec);
        if (image != 0) ((delegate* unmanaged<nint, void>)Find("opj_image_destroy"))(image);
        Marshal.FreeCoTaskMem(name);
        return samples;
    }

    private static int[][]? Read(byte* image)
    {
        int[][] samples = new int[*(int*)(image + ComponentCount)][];
        for (int c = 0; c < samples.Length; c++)
        {
            byte* component = *(byte**)(image + Components) + (c * ComponentSize);
            int* data = *(int**)(component + Data);
            if (data is null) return null;
            samples[c] = new ReadOnlySpan<int>(data, *(int*)(component + Width) * *(int*)(component + Height)).ToArray();
        }

        return samples;
    }

    private nint Find(string name) => NativeLibrary.GetExport(_library, name);
}
