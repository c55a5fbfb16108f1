using Pacs.Core;

namespace Pacs.Viewer.Tests.Harness;

/// <summary>What the server holds, as anybody gets it: retrieved as Part 10 files.</summary>
internal static class Archive
{
    /// <summary>All instances of a study, each also as a file for foreign programs.</summary>
    public static async Task<List<(DicomFile File, string Path)>> InstancesAsync(string study)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/dicom-web/studies/{study}");
        request.Headers.TryAddWithoutValidation("Accept", "application/zip");
        using HttpResponseMessage answer = await Room.Server.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await UnpackAsync(await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The DICOM files of a ZIP archive.</summary>
    public static async Task<List<(DicomFile File, string Path)>> UnpackAsync(Stream zip)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Room.Server.Scratch, Guid.NewGuid().ToString("N"))).FullName;
        await System.IO.Compression.ZipFile.ExtractToDirectoryAsync(zip, folder);
        var files = new List<(DicomFile, string)>();
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "DICOMDIR"))
        {
            await using FileStream stream = File.OpenRead(path);
            files.Add((await DicomFile.LoadAsync(stream), path));
        }

        return files;
    }
}
