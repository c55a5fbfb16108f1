using System.Buffers;
using System.IO.Pipelines;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Tool;

/// <summary>Keeps received instances as files of a folder, each complete or not there.</summary>
internal sealed class FolderStore(string folder) : IStoreScp
{
    public async ValueTask<DicomStatus> StoreAsync(StoreRequest request, PipeReader dataset, CancellationToken ct)
    {
        string uid = request.Id.SopInstance.Value;
        if (!DicomUid.IsValid(uid)) return DicomStatus.InvalidSopInstance; // it becomes a file name
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, uid + ".dcm"), temporary = path + ".part";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
            {
                var head = new ArrayBufferWriter<byte>(512);
                FileMetaInformation.Write(head, request.Id, request.TransferSyntax, request.Association.CalledAe);
                await file.WriteAsync(head.WrittenMemory, ct);
                await dataset.CopyToAsync(file, ct);
            }

            File.Move(temporary, path, overwrite: true);
            return DicomStatus.Success;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
