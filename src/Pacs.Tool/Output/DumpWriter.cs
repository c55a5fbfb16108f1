using System.Globalization;
using System.Text;
using Pacs.Core;

namespace Pacs.Tool.Output;

/// <summary>Writes data sets as lines of tag, VR, name and value.</summary>
internal sealed class DumpWriter(ToolConsole console, DumpOptions options)
{
    private const int NameWidth = 36;

    private string _path = string.Empty;

    public async ValueTask WriteAsync(string path, DicomFile file, CancellationToken ct)
    {
        _path = path;
        if (options.IsJson)
        {
            if (options.HasMeta) Write(file.FileMeta, 0);
            Write(file.Dataset, 0);
            if (options.HasFrames) await WriteFramesAsync(file, ct);
            return;
        }

        string sopClass = file.Id.SopClass.IsEmpty ? "no SOP class" : file.Id.SopClass.Keyword ?? file.Id.SopClass.Value;
        console.Out.WriteLine(console.Paint($"# {path}: {Printable.OneLine(sopClass)}, {Printable.OneLine(file.TransferSyntax.ToString())}", Ink.Bold));
        foreach (ValidationFinding finding in file.Findings)
            console.Out.WriteLine(console.Paint(string.Create(CultureInfo.InvariantCulture, $"# {finding.Kind} at offset {finding.Offset}: {Printable.OneLine(finding.Message)}"), Ink.Yellow));
        if (options.HasMeta) Write(file.FileMeta, 0);
        Write(file.Dataset, 0);
        if (options.HasFrames) await WriteFramesAsync(file, ct);
    }

    private void Write(DicomDataset dataset, int depth)
    {
        foreach (DicomElement element in dataset)
        {
            bool isWanted = options.Tags.Count == 0 || options.Tags.Contains(element.Tag);
            DicomSequence? sequence = depth < 100 ? Open(element) : null;
            if (isWanted) WriteLine(element, sequence, depth);
            if (sequence is null) continue;
            for (int i = 0; i < sequence.Count; i++)
            {
                if (options.Tags.Count == 0 && !options.IsJson) console.Out.WriteLine(console.Paint(string.Create(CultureInfo.InvariantCulture, $"{Indent(depth)}  item {i}"), Ink.Faint));
                Write(sequence[i], depth + 2);
            }
        }
    }

    private void WriteLine(DicomElement element, DicomSequence? sequence, int depth)
    {
        if (options.IsJson)
        {
            WriteJson(element, sequence);
            return;
        }

        string name = NameOf(element);
        string value = sequence is not null ? Count(sequence.Count, "item") : ValueOf(element);
        console.Out.WriteLine(string.Concat(
            Indent(depth), console.Paint(element.Tag.ToString(), Ink.Cyan), " ", console.Paint(element.VR.ToCode(), Ink.Green), " ",
            console.Paint(name.PadRight(Math.Max(0, NameWidth - depth)), element.Tag.IsPrivate ? Ink.Yellow : Ink.Plain), value.Length > 0 ? " " : "", value).TrimEnd());
    }

    /// <summary>For machines: the value as text, null where it is bytes, items, or left in the file.</summary>
    private void WriteJson(DicomElement element, DicomSequence? sequence)
    {
        bool isText = sequence is null && element.Bulk is null && (element.VR.IsText() || element.VR is DicomVR.AT || element.VR.WordSize() > 1 && element.VR is not (DicomVR.OW or DicomVR.UN) && element.Length <= 16 * 1024);
        console.Out.WriteLine(JsonLine.Of(
            ("path", _path), ("where", element.Path.ToString()), ("tag", element.Tag.ToString("J", null)), ("vr", element.VR.ToCode()), ("keyword", element.Tag.Keyword), ("creator", element.Tag.IsPrivate ? element.Dataset.GetPrivateCreator(element.Tag) : null),
            ("offset", element.Offset), ("length", element.Length >= 0 ? element.Length : null), ("items", sequence?.Count), ("value", isText ? string.Join('\\', element.GetStrings()) : null)));
    }

    private static DicomSequence? Open(DicomElement element)
    {
        try
        {
            return element.GetSequence();
        }
        catch (DicomDataException)
        {
            return null; // shown as bytes
        }
    }

    private static string NameOf(DicomElement element)
    {
        DicomTag tag = element.Tag;
        if (tag.Keyword is { } keyword) return keyword;
        if (tag.IsGroupLength) return "GroupLength";
        if (tag.IsPrivateCreator) return "PrivateCreator";
        if (!tag.IsPrivate) return "?";
        string? creator = element.Dataset.GetString(new DicomTag(tag.Group, (ushort)(tag.Element >> 8)));
        if (creator is null) return "? (no creator)";
        return Printable.Cut(PrivateDictionary.Default.Find(creator, tag)?.Keyword ?? $"? ({creator})", NameWidth);
    }

    private string ValueOf(DicomElement element)
    {
        if (element.Bulk is { } bulk) return console.Paint(string.Create(CultureInfo.InvariantCulture, $"{bulk.Length} bytes at offset {bulk.Offset}"), Ink.Faint);
        if (element.IsEmpty) return string.Empty;
        if (element.VR.IsText())
        {
            string text = Printable.Cut(string.Join('\\', element.GetStrings()), options.Width);
            return element.VR == DicomVR.UI && new DicomUid(text).Keyword is { } keyword ? text + console.Paint($" = {keyword}", Ink.Faint) : text;
        }

        ReadOnlyMemory<byte> bytes = element.GetBytes();
        if (element.VR is DicomVR.OB or DicomVR.OW or DicomVR.UN || element.VR.WordSize() == 1 || bytes.Length > 16 * 1024) return Hex(bytes.Span);
        // Numbers beyond the width are not worth making.
        return Printable.Cut(string.Join('\\', options.Width > 0 ? element.GetStrings().Take(options.Width) : element.GetStrings()), options.Width);
    }

    private string Hex(ReadOnlySpan<byte> bytes)
    {
        int shown = options.Width > 0 ? Math.Min(bytes.Length, Math.Max(1, (options.Width - 20) / 3)) : bytes.Length;
        var line = new StringBuilder(console.Paint(string.Create(CultureInfo.InvariantCulture, $"{Count(bytes.Length, "byte")}:"), Ink.Faint));
        foreach (byte value in bytes[..shown]) line.Append(CultureInfo.InvariantCulture, $" {value:X2}");
        return shown < bytes.Length ? line.Append(" …").ToString() : line.ToString();
    }

    private async ValueTask WriteFramesAsync(DicomFile file, CancellationToken ct)
    {
        FrameReader frames;
        try
        {
            frames = await FrameReader.CreateAsync(file, ct);
        }
        catch (DicomDataException reason)
        {
            if (options.IsJson) console.Out.WriteLine(JsonLine.Of(("path", _path), ("frame", null), ("message", reason.Message)));
            else console.Out.WriteLine(console.Paint($"# no frames: {Printable.OneLine(reason.Message)}", Ink.Yellow));
            return;
        }

        for (int frame = 0; frame < frames.Count; frame++)
        {
            IReadOnlyList<ByteRange> ranges = await frames.GetRangesAsync(frame, ct);
            if (options.IsJson)
            {
                console.Out.WriteLine(JsonLine.Of(("path", _path), ("frame", frame + 1), ("length", ranges.Sum(static range => range.Length)), ("ranges", ranges.Count), ("offset", (frames.ValueOffset ?? 0) + (ranges.Count > 0 ? ranges[0].Offset : 0))));
                continue;
            }

            console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"frame {frame + 1}: {ranges.Sum(static range => range.Length)} bytes in {Count(ranges.Count, "range")} {Where(frames, ranges)}"));
        }
    }

    private static string Where(FrameReader frames, IReadOnlyList<ByteRange> ranges)
    {
        long first = ranges.Count > 0 ? ranges[0].Offset : 0;
        return frames.ValueOffset is { } start ? FormattableString.Invariant($"from offset {start + first} of the file") : FormattableString.Invariant($"from offset {first} of the value");
    }

    private static string Indent(int depth) => new(' ', depth * 2);

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
