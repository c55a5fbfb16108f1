using System.Runtime.InteropServices;

namespace Pacs.Benchmarks.Imaging;

/// <summary>libjpeg-turbo by its own interface (Debian: libturbojpeg0), a peer for JPEG.</summary>
internal sealed unsafe class TurboJpeg : IDisposable
{
    private const int Rgb = 0, Gray = 6;

    private readonly nint _library, _handle;
    private readonly delegate* unmanaged<nint, byte*, uint, byte*, int, int, int, int, int, int> _decompress;

    private TurboJpeg(nint library)
    {
        _library = library;
        _handle = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tjInitDecompress"))();
        _decompress = (delegate* unmanaged<nint, byte*, uint, byte*, int, int, int, int, int, int>)NativeLibrary.GetExport(library, "tjDecompress2");
    }

    public static TurboJpeg? Load() => NativeLibrary.TryLoad("libturbojpeg.so.0", out nint library) ? new TurboJpeg(library) : null;

    public void Decode(byte[] stream, byte[] pixels, int columns, int rows, int samples)
    {
        fixed (byte* from = stream)
        fixed (byte* to = pixels)
            if (_decompress(_handle, from, (uint)stream.Length, to, columns, 0, rows, samples == 1 ? Gray : Rgb, 0) != 0) throw new InvalidOperationException("libjpeg-turbo does not decode the stream.");
    }

    public void Dispose()
    {
        ((delegate* unmanaged<nint, int>)NativeLibrary.GetExport(_library, "tjDestroy"))(_handle);
        NativeLibrary.Free(_library);
    }
}
