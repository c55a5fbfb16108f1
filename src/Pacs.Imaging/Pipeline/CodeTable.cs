using System.Buffers;

namespace Pacs.Imaging;

/// <summary>The grey of every code that a frame of up to 16 bits holds, in pooled memory. Codes that do not occur are not computed.</summary>
internal ref struct CodeTable
{
    private readonly ushort[] _levels;

    public CodeTable(in SampleBuffer samples, GrayscaleTransform transform, ushort white)
    {
        StoredCode code = samples.Code;
        _levels = ArrayPool<ushort>.Shared.Rent((int)code.Count);
        (uint low, uint high) = (samples.WordSize == 1
            ? CodeRange.Find(samples.Bytes[..samples.Count], code, null)
            : CodeRange.Find(samples.Words, code, null)) ?? (0, 0);
        for (uint at = low; at <= high; at++) _levels[at] = (ushort)(transform.Apply(code.ValueOf(at)) * white + 0.5);
    }

    public readonly void Lookup(in SampleBuffer samples, Span<byte> grey)
    {
        StoredCode code = samples.Code;
        ReadOnlySpan<ushort> levels = _levels;
        grey = grey[..samples.Count];
        if (samples.WordSize == 1)
        {
            ReadOnlySpan<byte> words = samples.Bytes[..samples.Count];
            for (int i = 0; i < words.Length; i++) grey[i] = (byte)levels[(int)code.OfWord(words[i])];
        }
        else
        {
            ReadOnlySpan<ushort> words = samples.Words;
            for (int i = 0; i < words.Length; i++) grey[i] = (byte)levels[(int)code.OfWord(words[i])];
        }
    }

    public readonly void Lookup(in SampleBuffer samples, Span<ushort> grey)
    {
        StoredCode code = samples.Code;
        ReadOnlySpan<ushort> levels = _levels;
        grey = grey[..samples.Count];
        if (samples.WordSize == 1)
        {
            ReadOnlySpan<byte> words = samples.Bytes[..samples.Count];
            for (int i = 0; i < words.Length; i++) grey[i] = levels[(int)code.OfWord(words[i])];
        }
        else
        {
            ReadOnlySpan<ushort> words = samples.Words;
            for (int i = 0; i < words.Length; i++) grey[i] = levels[(int)code.OfWord(words[i])];
        }
    }

    public readonly void Dispose() => ArrayPool<ushort>.Shared.Return(_levels);
}
