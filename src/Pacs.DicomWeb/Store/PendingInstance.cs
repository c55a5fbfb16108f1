using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>An instance whose metadata has come and whose bulk data is coming.</summary>
internal sealed class PendingInstance : IDisposable
{
    private readonly Dictionary<string, (DicomDataset Holder, DicomTag Tag, DicomVR VR)> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(BulkSpool Content, MediaRange? Type)>> _parts = new(StringComparer.Ordinal);

    /// <param name="metadata">Its data set, with URIs where bulk data is. Becomes the instance.</param>
    public PendingInstance(DicomDataset metadata)
    {
        Dataset = metadata;
        Gather(metadata);
    }

    public DicomDataset Dataset { get; }

    /// <summary>Whether one of its values is at that URI.</summary>
    public bool Wants(string uri) => Find(uri) is not null;

    /// <summary>Takes a part. Of pixel data each frame may be a part of its own, in order.</summary>
    public void Add(string uri, BulkSpool content, MediaRange? type)
    {
        string key = Find(uri)!;
        if (!_parts.TryGetValue(key, out List<(BulkSpool, MediaRange?)>? parts)) _parts.Add(key, parts = []);
        parts.Add((content, type));
    }

    /// <summary>Makes the instance of what came. The caller disposes the file, then this.</summary>
    /// <exception cref="DicomDataException">Bulk data is missing, or cannot be what it was sent as.</exception>
    public async ValueTask<DicomFile> CompleteAsync(CancellationToken ct)
    {
        TransferSyntax syntax = TransferSyntax.ExplicitVRLittleEndian;
        if (Dataset.GetUid(DicomTag.TransferSyntaxUID) is { } stated) syntax = TransferSyntax.Get(stated);
        foreach (DicomTag tag in Dataset.Select(e => e.Tag).TakeWhile(t => t.Group < 8).ToArray()) Dataset.Remove(tag);
        if (syntax.IsBigEndian || syntax.IsDeflated || !syntax.IsExplicitVR) syntax = TransferSyntax.ExplicitVRLittleEndian;
        DicomFile? file = null;
        foreach ((string uri, (DicomDataset holder, DicomTag tag, DicomVR vr)) in _places)
        {
            if (!_parts.TryGetValue(uri, out List<(BulkSpool Content, MediaRange? Type)>? parts)) throw new DicomDataException("No part came for the value's BulkDataURI.", tag);
            if (ReferenceEquals(holder, Dataset) && tag == DicomTag.PixelData) file = await PixelsAsync(parts, syntax, vr, ct).ConfigureAwait(false);
            else if (parts.Count > 1) throw new DicomDataException("Several parts came for one value.", tag);
            else holder.SetBytes(tag, vr, await parts[0].Content.ToArrayAsync(ct).ConfigureAwait(false));
        }

        // Native pixel data that came inline: whatever was said, it is not compressed.
        return file ?? new DicomFile(Dataset, Dataset.Contains(DicomTag.PixelData) ? TransferSyntax.ExplicitVRLittleEndian : syntax);
    }

    public void Dispose()
    {
        foreach ((BulkSpool content, _) in _parts.Values.SelectMany(p => p)) content.Dispose();
    }

    private async ValueTask<DicomFile> PixelsAsync(List<(BulkSpool Content, MediaRange? Type)> parts, TransferSyntax stated, DicomVR vr, CancellationToken ct)
    {
        TransferSyntax syntax = SyntaxOf(parts[0].Type, stated);
        if (!syntax.IsEncapsulated)
        {
            const int piece = 1024 * 1024;
            long length = parts.Sum(p => p.Content.Length);
            using var native = new FrameSpool(Math.Max(1, (int)parts.Sum(p => (p.Content.Length + piece - 1) / piece)), isEncapsulated: false);
            byte[] buffer = new byte[(int)Math.Min(piece, Math.Max(1, length))];
            foreach ((BulkSpool content, _) in parts)
                for (long offset = 0; offset < content.Length; offset += piece)
                    await native.AddAsync(buffer.AsMemory(0, await content.ReadAsync(offset, buffer, ct).ConfigureAwait(false)), ct).ConfigureAwait(false);
            return await native.CompleteAsync(Dataset, syntax, vr is DicomVR.OB ? DicomVR.OB : DicomVR.OW, ct).ConfigureAwait(false);
        }

        using var frames = new FrameSpool(parts.Count, isEncapsulated: true);
        for (int i = 0; i < parts.Count; i++)
        {
            byte[] frame = await parts[i].Content.ToArrayAsync(ct).ConfigureAwait(false);
            if (i == 0) JpegDescription.Complete(Dataset, frame, parts.Count);
            await frames.AddAsync(frame, ct).ConfigureAwait(false);
        }

        if (syntax.IsLossy && !Dataset.Contains(DicomTag.LossyImageCompression)) Dataset.Set(DicomTag.LossyImageCompression, "01");
        return await frames.CompleteAsync(Dataset, syntax, ct: ct).ConfigureAwait(false);
    }

    // What the part says, else what the metadata says if it fits, else the media type's default; JPEG without a word is baseline.
    private static TransferSyntax SyntaxOf(MediaRange? type, TransferSyntax stated)
    {
        if (type?.TransferSyntax is { } named && named != "*") return TransferSyntax.Get(new DicomUid(named));
        if (type is null || FrameMediaTypes.SyntaxesOf(type.Type) is not { } syntaxes) return type?.Type == MediaTypes.OctetStream && stated.IsEncapsulated ? stated : TransferSyntax.ExplicitVRLittleEndian;
        if (syntaxes.Contains(stated)) return stated;
        return type.Type == "image/jpeg" ? TransferSyntax.JPEGBaseline8Bit : syntaxes[0];
    }

    private string? Find(string uri)
    {
        if (_places.ContainsKey(uri)) return uri;
        // Relative here and absolute there, or the other way about: the end decides.
        return _places.Keys.FirstOrDefault(known => EndsWithPath(known, uri) || EndsWithPath(uri, known));
    }

    private static bool EndsWithPath(string whole, string end) =>
        end.Length > 0 && whole.Length > end.Length && whole.EndsWith(end, StringComparison.Ordinal) && (end[0] == '/' || whole[^(end.Length + 1)] is '/' or ':');

    private void Gather(DicomDataset dataset)
    {
        foreach (DicomElement element in dataset)
        {
            if (element.Bulk?.Uri is { } uri) _places.TryAdd(uri, (dataset, element.Tag, element.VR));
            else if (element.VR == DicomVR.SQ)
                foreach (DicomDataset item in element.GetSequence() ?? []) Gather(item);
        }
    }
}
