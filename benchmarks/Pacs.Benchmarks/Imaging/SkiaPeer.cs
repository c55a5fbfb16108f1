using SkiaSharp;

namespace Pacs.Benchmarks.Imaging;

/// <summary>Skia's decoder, the one of most .NET applications: the stream's own size, into memory that is reused.</summary>
internal sealed class SkiaPeer : IDisposable
{
    private readonly SKData _data;
    private readonly SKBitmap _bitmap;

    public SkiaPeer(byte[] stream)
    {
        _data = SKData.CreateCopy(stream);
        using SKCodec codec = SKCodec.Create(_data);
        _bitmap = new SKBitmap(codec.Info);
    }

    public void Decode()
    {
        using SKCodec codec = SKCodec.Create(_data);
        if (codec.GetPixels(_bitmap.Info, _bitmap.GetPixels()) != SKCodecResult.Success) throw new InvalidOperationException("Skia does not decode the stream.");
    }

    public void Dispose()
    {
        _bitmap.Dispose();
        _data.Dispose();
    }
}
