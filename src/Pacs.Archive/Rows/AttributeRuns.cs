using System.Buffers;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Attributes of one level as bytes, as <see cref="AttributeSplitter"/> makes them: how an index keeps them, and what <see cref="RowComposer"/> makes results of.</summary>
public static class AttributeRuns
{
    private static ReadOnlySpan<byte> Utf8 => "ISO_IR 192"u8;

    /// <summary>The attributes as a data set.</summary>
    /// <param name="run">Not to be changed while the data set is in use.</param>
    public static DicomDataset Parse(ReadOnlyMemory<byte> run) => DicomDataset.Parse(run, TransferSyntax.ExplicitVRLittleEndian);

    /// <summary>What an entity's attributes become when another instance brings these.</summary>
    /// <param name="kept">The run kept so far.</param>
    /// <param name="incoming">The run of the instance.</param>
    /// <param name="latestWins">Whether a value that is not empty replaces the one kept (patients), or only fills in what is absent or empty (studies, series).</param>
    /// <returns>The new run, or null when nothing changes.</returns>
    public static byte[]? Supplement(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> incoming, bool latestWins)
    {
        if (kept.SequenceEqual(incoming) || !BringsNews(kept, incoming, latestWins)) return null;
        if (!CanMix(kept, incoming))
        {
            kept = Transcode(kept);
            incoming = Transcode(incoming);
        }

        var output = new ArrayBufferWriter<byte>(kept.Length + incoming.Length);
        RunReader a = new(kept), b = new(incoming);
        a.Next();
        b.Next();
        while (a.HasElement || b.HasElement)
        {
            if (!b.HasElement || (a.HasElement && a.Tag < b.Tag))
            {
                output.Write(a.Element);
                a.Next();
            }
            else if (!a.HasElement || b.Tag < a.Tag)
            {
                output.Write(b.Element);
                b.Next();
            }
            else
            {
                output.Write(Replaces(in a, in b, latestWins) ? b.Element : a.Element);
                a.Next();
                b.Next();
            }
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The attributes of an instance: those of its study, its series and its own.</summary>
    public static DicomDataset Join(ReadOnlySpan<byte> study, ReadOnlySpan<byte> series, ReadOnlySpan<byte> image)
    {
        byte[] above = Supplement(study, series, latestWins: false) ?? study.ToArray();
        return Parse(Supplement(above, image, latestWins: false) ?? above);
    }

    /// <summary>The modality of a series as Modalities in Study (0008,0061) lists it; empty when it has none.</summary>
    public static string Modality(ReadOnlyMemory<byte> series) =>
        string.Join('\\', Parse(series).GetStrings(DicomTag.Modality).Select(static m => m.Trim(' ', '\0')).Where(static m => m.Length > 0));

    /// <summary>Whether elements of two runs can stand in one data set as they are: they state one character set, or only one of them needs any.</summary>
    internal static bool CanMix(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        ReadOnlySpan<byte> first = CharacterSetOf(a), second = CharacterSetOf(b);
        return first.IsEmpty || second.IsEmpty || first.SequenceEqual(second);
    }

    /// <summary>The element Specific Character Set of a run, empty where the run needs none. It is the first of the run.</summary>
    internal static ReadOnlySpan<byte> CharacterSetOf(ReadOnlySpan<byte> run)
    {
        var reader = new RunReader(run);
        return reader.Next() && reader.Tag == DicomTag.SpecificCharacterSet ? reader.Element : default;
    }

    /// <summary>The run with its text in UTF-8.</summary>
    internal static byte[] Transcode(ReadOnlySpan<byte> run)
    {
        DicomDataset source = Parse(run.ToArray());
        string? original = source.GetString(DicomTag.SpecificCharacterSet);
        if (original is null) return run.ToArray();
        var target = new DicomDataset();
        target.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        var output = new ArrayBufferWriter<byte>(run.Length + 64);
        AttributeWriter.Write(output, DicomTag.SpecificCharacterSet, DicomVR.CS, Utf8);
        foreach (DicomElement element in source)
        {
            if (element.Tag == DicomTag.SpecificCharacterSet) continue;
            target.Set(element);
            // Items keep their bytes and say themselves how these are encoded (PS3.3 §C.12.1.1.2).
            foreach (DicomDataset item in target.GetSequence(element.Tag) ?? [])
                if (!item.Contains(DicomTag.SpecificCharacterSet)) item.Set(DicomTag.SpecificCharacterSet, original);
            if (target.TryGet(element.Tag, out DicomElement written)) AttributeWriter.Write(output, written);
        }

        return output.WrittenSpan.ToArray();
    }

    // Instances of one series often differ in something that is kept of the first alone: this must cost nothing.
    private static bool BringsNews(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> incoming, bool latestWins)
    {
        RunReader a = new(kept), b = new(incoming);
        a.Next();
        while (b.Next())
        {
            // The character set alone is no news.
            if (b.Tag == DicomTag.SpecificCharacterSet) continue;
            if (!a.Seek(b.Tag) || a.Tag != b.Tag || Replaces(in a, in b, latestWins)) return true;
        }

        return false;
    }

    private static bool Replaces(in RunReader kept, in RunReader incoming, bool latestWins) =>
        !IsEmpty(incoming.Value) && (IsEmpty(kept.Value) || (latestWins && !kept.Element.SequenceEqual(incoming.Element)));

    private static bool IsEmpty(ReadOnlySpan<byte> value) => value.TrimEnd(" \0"u8).IsEmpty;
}
