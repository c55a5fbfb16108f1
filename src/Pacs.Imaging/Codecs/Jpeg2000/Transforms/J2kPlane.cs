namespace Pacs.Imaging;

/// <summary>Rows of samples in a larger memory.</summary>
internal readonly ref struct J2kPlane<T>(Span<T> samples, int width, int stride)
    where T : unmanaged
{
    private readonly Span<T> _samples = samples;

    public int Width { get; } = width;

    public Span<T> Row(int y) => _samples.Slice(y * stride, Width);

    /// <summary>A range of the columns.</summary>
    public J2kPlane<T> Columns(int start, int count) => new(_samples[start..], count, stride);
}
