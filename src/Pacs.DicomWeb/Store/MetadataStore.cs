using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>STOW-RS of metadata and bulk data (PS3.18 §10.5.1.1.2): data sets first, as JSON or XML, then a part for each of their URIs.</summary>
internal sealed class MetadataStore(DicomWebContext context, InstanceStore store, StoreReport report)
{
    private const int MaxMetadataLength = 64 * 1024 * 1024;
    private const int MaxInstances = 10_000;
    private const long MaxValueLength = 1024L * 1024 * 1024;

    public async ValueTask ReceiveAsync(MultipartReader parts, CancellationToken ct)
    {
        var pending = new List<PendingInstance>();
        try
        {
            int count = 0;
            while (await parts.ReadNextAsync(ct).ConfigureAwait(false) is { } part)
            {
                if (++count > context.Options.MaxStoreParts) throw new DicomWebException(Microsoft.AspNetCore.Http.StatusCodes.Status413PayloadTooLarge, $"A request has at most {context.Options.MaxStoreParts} parts.");
                MediaRange? type = part.Headers.ContentType;
                if (type?.Type is MediaTypes.DicomJson or MediaTypes.Json or MediaTypes.DicomXml or "application/xml" or "text/xml")
                {
                    foreach (DicomDataset dataset in await DatasetBody.ReadAsync(part.Content, type, MaxMetadataLength, context.Options.MaxJsonDepth, ct).ConfigureAwait(false)) pending.Add(new PendingInstance(dataset));
                    if (pending.Count > MaxInstances) throw MultipartReader.Malformed($"More than {MaxInstances} instances in one request.");
                    continue;
                }

                if (pending.Count == 0) throw MultipartReader.Malformed("The first part is not metadata.");
                string location = part.Headers.ContentLocation?.Trim() ?? string.Empty;
                PendingInstance? owner = pending.Find(p => p.Wants(location));
                if (owner is null) continue; // nobody refers to it: passed over with the next part
                owner.Add(location, await BulkSpool.ReadAsync(part.Content, MaxValueLength, ct).ConfigureAwait(false), type);
            }

            foreach (PendingInstance instance in pending) await StoreAsync(instance, ct).ConfigureAwait(false);
        }
        finally
        {
            foreach (PendingInstance instance in pending) instance.Dispose();
        }
    }

    private async ValueTask StoreAsync(PendingInstance instance, CancellationToken ct)
    {
        var id = new InstanceId(instance.Dataset.GetUid(DicomTag.SOPClassUID) ?? default, instance.Dataset.GetUid(DicomTag.SOPInstanceUID) ?? default);
        try
        {
            if (id.SopClass.IsEmpty || id.SopInstance.IsEmpty) throw new DicomDataException("The metadata does not say which instance it is of.", DicomTag.SOPInstanceUID);
            await StoreAsync(await instance.CompleteAsync(ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        }
        catch (DicomDataException)
        {
            if (id.SopInstance.IsEmpty) report.AddOther(DicomStatus.CannotUnderstand);
            else report.AddFailed(id, DicomStatus.CannotUnderstand);
        }
    }

    private async ValueTask StoreAsync(DicomFile file, CancellationToken ct)
    {
        await using (file.ConfigureAwait(false))
        {
            var pipe = new Pipe();
            Task written = WriteAsync(file, pipe.Writer, ct);
            try
            {
                await store.ReceiveAsync(pipe.Reader, ct).ConfigureAwait(false);
            }
            finally
            {
                await pipe.Reader.CompleteAsync().ConfigureAwait(false);
                await written.ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(DicomFile file, PipeWriter output, CancellationToken ct)
    {
        Exception? failure = null;
        try
        {
            Stream stream = output.AsStream(leaveOpen: true);
            await using (stream.ConfigureAwait(false)) await file.SaveAsync(stream, ct).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // told to the reader of the pipe
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        await output.CompleteAsync(failure).ConfigureAwait(false);
    }
}
