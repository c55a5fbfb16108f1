using System.Runtime.InteropServices;

namespace Pacs.Benchmarks.Jpeg2000;

/// <summary>The system's OpenJPEG as the peer, where it is installed: decoding from a file, which is the least work that its interface allows.</summary>
internal sealed unsafe class OpenJpegLibrary
{
    private const int J2kCodec = 0, ParametersLength = 16 * 1024;
    private readonly delegate* unmanaged<int, nint> _create;
    private readonly delegate* unmanaged<byte*, void> _setDefaults;
    private readonly delegate* unmanaged<nint, byte*, int> _setup;
    private readonly delegate* unmanaged<nint, int, int> _setThreads;
    private readonly delegate* unmanaged<byte*, int, nint> _openFile;
    private readonly delegate* unmanaged<nint, nint, nint*, int> _readHeader;
    private readonly delegate* unmanaged<nint, nint, nint, int> _decode;
    private readonly delegate* unmanaged<nint, void> _destroyStream;
    private readonly delegate* unmanaged<nint, void> _destroyCodec;
    private readonly delegate* unmanaged<nint, void> _destroyImage;

    private OpenJpegLibrary(nint library)
    {
        _create = (delegate* unmanaged<int, nint>)NativeLibrary.GetExport(library, "opj_create_decompress");
        _setDefaults = (delegate* unmanaged<byte*, void>)NativeLibrary.GetExport(library, "opj_set_default_decoder_parameters");
        _setup = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(library, "opj_setup_decoder");
        _setThreads = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(library, "opj_codec_set_threads");
        _openFile = (delegate* unmanaged<byte*, int, nint>)NativeLibrary.GetExport(library, "opj_stream_create_default_file_stream");
        _readHeader = (delegate* unmanaged<nint, nint, nint*, int>)NativeLibrary.GetExport(library, "opj_read_header");
        _decode = (delegate* unmanaged<nint, nint, nint, int>)NativeLibrary.GetExport(library, "opj_decode");
        _destroyStream = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "opj_stream_destroy");
        _destroyCodec = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "opj_destroy_codec");
        _destroyImage = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "opj_image_destroy");
    }

    /// <summary>The library, or null where it is not installed.</summary>
    public static OpenJpegLibrary? Load() => NativeLibrary.TryLoad("libopenjp2.so.7", out nint library) ? new OpenJpegLibrary(library) : null;

    /// <summary>Decodes a file on so many threads.</summary>
    public void Decode(string path, int threads)
    {
        byte* parameters = stackalloc byte[ParametersLength];
        nint codec = _create(J2kCodec), image = 0, name = Marshal.StringToCoTaskMemUTF8(path), stream = _openFile((byte*)name, 1);
        _setDefaults(parameters);
        bool isDecoded = _setup(codec, parameters) != 0 && _setThreads(codec, threads) != 0 && _readHeader(stream, codec, &image) != 0 && _decode(codec, stream, image) != 0;
        _destroyStream(stream);
        _destroyCodec(codec);
        _destroyImage(image);
        Marshal.FreeCoTaskMem(name);
        if (!isDecoded) throw new InvalidOperationException($"OpenJPEG does not decode {path}.");
    }
}
