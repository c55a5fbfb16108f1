using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        // The mask of the code keeps every index below Count, and the table has as many entries: no check in the loop.
        ref ushort levels = ref MemoryMarshal.GetArrayDataReference(_levels);
        StoredCode code = samples.Code;
        grey = grey[..samples.Count];
        if (samples.WordSize == 1)
        {
            ReadOnlySpan<byte> words = samples.Bytes[..samples.Count];
            for (int i = 0; i < words.Length; i++) grey[i] = (byte)Unsafe.Add(ref levels, code.OfWord(words[i]));
        }
        else
        {
            ReadOnlySpan<ushort> words = samples.Words;
            for (int i = 0; i < words.Length; i++) grey[i] = (byte)Unsafe.Add(ref levels, code.OfWord(words[i]));
        }
    }

    public readonly void Lookup(in SampleBuffer samples, Span<ushort> grey)
    {
        ref ushort levels = ref MemoryMarshal.GetArrayDataReference(_levels);
        StoredCode code = samples.Code;
        grey = grey[..samples.Count];
        if (samples.WordSize == 1)
        {
            ReadOnlySpan<byte> words = samples.Bytes[..samples.Count];
            for (int i = 0; i < words.Length; i++) grey[i] = Unsafe.Add(ref levels, code.OfWord(words[i]));
        }
        else
        {
            ReadOnlySpan<ushort> words = samples.Words;
            for (int i = 0; i < words.Length; i++) grey[i] = Unsafe.Add(ref levels, code.OfWord(words[i]));
        }
    }

    public readonly void Dispose() => ArrayPool<ushort>.Shared.Return(_levels);
}
