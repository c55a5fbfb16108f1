using System.Buffers;
using System.Globalization;
using System.Xml;

namespace Pacs.Core;

/// <summary>Writes elements as DicomAttribute elements (PS3.19 §A.1).</summary>
internal sealed class XmlSink(XmlWriter writer, DicomXmlOptions options) : IElementSink
{
    private readonly BulkPlaces? _places = options.BulkDataUri is null ? null : new BulkPlaces();
    private readonly Stack<int> _itemNumbers = new();
    private readonly PrivateCreators _creators = new();

    public void BeginSequence(DicomTag tag)
    {
        BeginAttribute(tag, DicomVR.SQ);
        _itemNumbers.Push(0);
        _places?.BeginSequence(tag);
    }

    public void EndSequence()
    {
        writer.WriteEndElement();
        _itemNumbers.Pop();
        _places?.EndSequence();
    }

    public void BeginItem()
    {
        writer.WriteStartElement(XmlNames.Item, XmlNames.Namespace);
        _itemNumbers.Push(_itemNumbers.Pop() + 1);
        WriteNumber(_itemNumbers.Peek());
        _places?.BeginItem();
        _creators.Begin();
    }

    public void EndItem()
    {
        writer.WriteEndElement();
        _creators.End();
    }

    public void Value(in WalkedValue value)
    {
        BeginAttribute(value.Tag, value.VR);
        if (value.IsBinary || value.Bulk is not null) WriteBinary(in value);
        else if (value.VR == DicomVR.PN) WriteNames(in value);
        else if (value.VR.IsText()) WriteTexts(in value);
        else XmlNumbers.Write(this, in value);
        writer.WriteEndElement();
    }

    /// <summary>Writes one value of several; an empty one is left out, its number too.</summary>
    public void WriteValue(int number, string text)
    {
        if (text.Length == 0) return;
        writer.WriteStartElement(XmlNames.Value, XmlNames.Namespace);
        WriteNumber(number);
        writer.WriteString(XmlText.Writable(text));
        writer.WriteEndElement();
    }

    /// <summary>Begins an attribute whose value is to be written in pieces; false when the caller's policy has a URI for it, which is then written.</summary>
    public bool BeginInline(DicomTag tag, DicomVR vr, long length)
    {
        BeginAttribute(tag, vr);
        if (UriOf(tag, vr, length) is { } uri)
        {
            WriteUri(uri);
            writer.WriteEndElement();
            return false;
        }

        writer.WriteStartElement(XmlNames.InlineBinary, XmlNames.Namespace);
        return true;
    }

    private void BeginAttribute(DicomTag tag, DicomVR vr)
    {
        writer.WriteStartElement(XmlNames.Attribute, XmlNames.Namespace);
        string? creator = _creators.Find(tag);
        // The block that a creator has in this data set says nothing elsewhere: it is left out (PS3.19 §A.1.5).
        uint shown = creator is null ? tag.Value : tag.Value & 0xFFFF_00FF;
        writer.WriteAttributeString(XmlNames.Tag, shown.ToString("X8", CultureInfo.InvariantCulture));
        writer.WriteAttributeString(XmlNames.VR, vr.ToCode());
        if (creator is not null) writer.WriteAttributeString(XmlNames.PrivateCreator, XmlText.Writable(creator));
        else if (tag.Keyword is { Length: > 0 } keyword) writer.WriteAttributeString(XmlNames.Keyword, keyword);
    }

    private void WriteTexts(in WalkedValue value)
    {
        string[] values = Texts(in value);
        if (value.Tag.IsPrivateCreator && values is [var creator, ..]) _creators.Add(value.Tag, creator);
        for (int i = 0; i < values.Length; i++) WriteValue(i + 1, values[i]);
    }

    private void WriteNames(in WalkedValue value)
    {
        string[] values = Texts(in value);
        for (int i = 0; i < values.Length; i++)
        {
            PersonName name = PersonName.Parse(values[i]);
            if (name.IsEmpty) continue;
            writer.WriteStartElement(XmlNames.PersonName, XmlNames.Namespace);
            WriteNumber(i + 1);
            WriteGroup(0, name.Alphabetic);
            WriteGroup(1, name.Ideographic);
            WriteGroup(2, name.Phonetic);
            writer.WriteEndElement();
        }
    }

    private void WriteGroup(int index, PersonNameGroup group)
    {
        if (group.IsEmpty) return;
        writer.WriteStartElement(XmlNames.Groups[index], XmlNames.Namespace);
        WriteComponent(0, group.Family);
        WriteComponent(1, group.Given);
        WriteComponent(2, group.Middle);
        WriteComponent(3, group.Prefix);
        WriteComponent(4, group.Suffix);
        writer.WriteEndElement();
    }

    private void WriteComponent(int index, string text)
    {
        if (text.Length > 0) writer.WriteElementString(XmlNames.Components[index], XmlNames.Namespace, XmlText.Writable(text));
    }

    private static string[] Texts(in WalkedValue value)
    {
        if (value.Text is { } text) return text.Length == 0 ? [] : value.VR.IsMultiValuedText() ? text.Split('\\') : [text];
        ReadOnlySpan<byte> bytes = value.Bytes.TrimEnd(" \0"u8);
        return bytes.IsEmpty ? [] : value.CharacterSet.DecodeValues(bytes, value.VR);
    }

    private void WriteBinary(in WalkedValue value)
    {
        if (value.Length == 0) return;
        if ((value.Bulk?.Uri ?? UriOf(value.Tag, value.VR, value.Length)) is { } uri)
        {
            WriteUri(uri);
            return;
        }

        writer.WriteStartElement(XmlNames.InlineBinary, XmlNames.Namespace);
        int wordSize = value.IsBigEndian ? value.VR.WordSize() : 1;
        byte[] chunk = ArrayPool<byte>.Shared.Rent(BulkChunks.Length);
        try
        {
            for (long position = 0; position < value.Length;)
            {
                int count = (int)Math.Min(BulkChunks.Length, value.Length - position);
                if (value.Bulk is { } bulk) count = bulk.Read(position, chunk.AsSpan(0, count));
                else value.Bytes.Slice((int)position, count).CopyTo(chunk);
                if (count == 0) throw new DicomDataException($"The value ends after {position} of {value.Length} bytes.", value.Tag);
                ByteOrder.Swap(chunk.AsSpan(0, count), wordSize);
                writer.WriteBase64(chunk, 0, count);
                position += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        writer.WriteEndElement();
    }

    private string? UriOf(DicomTag tag, DicomVR vr, long length) =>
        options.BulkDataUri is { } policy && length > options.InlineLimit ? policy(new BulkDataElement(_places!.PathOf(tag), tag, vr, length)) : null;

    private void WriteUri(string uri)
    {
        const string UuidPrefix = "urn:uuid:";
        bool isUuid = uri.StartsWith(UuidPrefix, StringComparison.OrdinalIgnoreCase);
        writer.WriteStartElement(XmlNames.BulkData, XmlNames.Namespace);
        writer.WriteAttributeString(isUuid ? XmlNames.Uuid : XmlNames.Uri, isUuid ? uri[UuidPrefix.Length..] : XmlText.Writable(uri));
        writer.WriteEndElement();
    }

    private void WriteNumber(int number) => writer.WriteAttributeString(XmlNames.Number, number.ToString(CultureInfo.InvariantCulture));
}
