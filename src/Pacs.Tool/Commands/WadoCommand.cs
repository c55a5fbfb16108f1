using System.CommandLine;
using Pacs.Core;
using Pacs.DicomWeb.Client;

namespace Pacs.Tool.Commands;

/// <summary>Retrieves from a DICOMweb server (WADO-RS): files into a folder, metadata, or a rendered image.</summary>
internal sealed class WadoCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var web = new WebOptions();
        var study = new Option<string>("--study") { Description = "Study Instance UID.", Required = true };
        var series = new Option<string?>("--series") { Description = "Series Instance UID." };
        var instance = new Option<string?>("--instance") { Description = "SOP Instance UID, with --series." };
        var syntax = new Option<string?>("--syntax") { Description = "Transfer syntax wanted, keyword or UID; what is stored otherwise." };
        var output = new Option<string>("--out", "-o") { Description = "Folder of the files; with --rendered the image's file.", DefaultValueFactory = static _ => "." };
        var metadata = new Option<bool>("--metadata") { Description = "Write the metadata as an array of DICOM JSON instead." };
        var rendered = new Option<bool>("--rendered") { Description = "Have a rendered image (PNG, or JPEG for a name that ends so) instead." };
        var json = new Option<bool>("--json") { Description = "One JSON object a file." };
        var command = new Command("wado", "Retrieve from a DICOMweb server (WADO-RS).") { study, series, instance, syntax, output, metadata, rendered, json };
        web.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            DicomWebResource resource = Resource(WebOptions.Uid(result.GetValue(study))!.Value, WebOptions.Uid(result.GetValue(series)), WebOptions.Uid(result.GetValue(instance)));
            string path = result.GetValue(output)!;
            (DicomWebClient client, HttpClient http) = web.Connect(result);
            using (http)
            {
                if (result.GetValue(metadata))
                {
                    await DicomJson.WriteAllAsync(client.RetrieveAllMetadataAsync(resource, MetadataFormat.Json, ct), await console.OutStreamAsync(), options: null, ct);
                    console.Out.WriteLine();
                    return ExitCode.Success;
                }

                if (result.GetValue(rendered))
                {
                    bool isJpeg = Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG";
                    await using DicomWebContent image = await client.RetrieveRenderedAsync(resource, new RenderRequest { MediaType = isJpeg ? "image/jpeg" : "image/png" }, ct);
                    await using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
                    await image.Content.CopyToAsync(file, ct);
                    return ExitCode.Success;
                }

                TransferSyntax? accept = result.GetValue(syntax) is { } named ? DicomUid.IsValid(named) ? TransferSyntax.Get(new DicomUid(named)) : TranscodeCommand.Find(named) : null;
                return await SaveAllAsync(console, client, resource, accept, path, result.GetValue(json), ct);
            }
        });
        return command;
    }

    private static async Task<int> SaveAllAsync(ToolConsole console, DicomWebClient client, DicomWebResource resource, TransferSyntax? accept, string folder, bool json, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        int count = 0;
        await ProgressBar.RunAsync(console, "Retrieving", await CountAsync(client, resource, console.HasProgress, ct), async report =>
        {
            await foreach (DicomWebPart part in client.RetrieveAsync(resource, accept, progress: null, ct))
            {
                // Its name is known only when it is here.
                string temporary = Path.Combine(folder, $"{Guid.NewGuid():N}.part");
                try
                {
                    await part.SaveAsync(temporary, ct);
                    DicomUid uid;
                    using (DicomFile file = await DicomFile.OpenAsync(temporary, options: null, ct)) uid = file.Id.SopInstance;
                    if (!DicomUid.IsValid(uid.Value)) throw new DicomDataException("The server sent an instance without a UID.");
                    string path = Path.Combine(folder, uid + ".dcm");
                    File.Move(temporary, path, overwrite: true);
                    if (json) console.Out.WriteLine(JsonLine.Of(("path", path), ("sopInstance", uid.Value)));
                }
                finally
                {
                    File.Delete(temporary);
                }

                report(++count, count);
            }
        });
        if (!json) console.Out.WriteLine($"{count} retrieved");
        return ExitCode.Success;
    }

    // For the bar only: one that is no terminal asks nothing.
    private static async Task<int> CountAsync(DicomWebClient client, DicomWebResource resource, bool isWanted, CancellationToken ct)
    {
        if (!isWanted || resource.InstanceUid is not null) return 1;
        DicomQuery query = DicomQuery.Instances().Match(DicomTag.StudyInstanceUID, resource.StudyUid);
        if (resource.SeriesUid is { } series) query = query.Match(DicomTag.SeriesInstanceUID, series);
        return await client.FindAsync(query.Return(), ct).CountAsync(ct);
    }

    private static DicomWebResource Resource(DicomUid study, DicomUid? series, DicomUid? instance) => (series, instance) switch
    {
        ({ } s, { } i) => DicomWebResource.Instance(study, s, i),
        ({ } s, null) => DicomWebResource.Series(study, s),
        (null, null) => DicomWebResource.Study(study),
        _ => throw new ToolException("--instance needs --series.", ExitCode.Usage),
    };
}
