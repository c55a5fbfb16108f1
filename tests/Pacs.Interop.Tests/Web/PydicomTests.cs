using System.Text.Json;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>Python reads what the server gives: its own zip and multipart parsers, and pydicom.</summary>
[Category("pydicom")]
public sealed class PydicomTests
{
    private const string Python = "/usr/bin/python3";

    [TestCase("application/zip")]
    [TestCase("multipart/related; type=\"application/dicom\"; transfer-syntax=*")]
    public async Task AStudy_IsReadWhole(string accept)
    {
        await RequireAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{WebRoom.Service}/studies/2.25.60144148195069121742119898812934946250");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        var path = WebRoom.Workspace.PathOf($"{Guid.NewGuid():N}");
        await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync());

        string[] arguments = accept == "application/zip" ? ["zip", path] : ["multipart", path, answer.Content.Headers.ContentType!.ToString()];
        var script = Path.Combine(Shared.Repository, "tests", "Pacs.Interop.Tests", "Web", "read.py");
        var result = (await Command.RunAsync(Python, [script, .. arguments])).MustSucceed(accept);

        var read = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(line => line.GetProperty("sopInstance").GetString()!);
        var expected = WebRoom.CtSlices.Append(WebRoom.Files["studies/ct-volume-current/doc/PDF001.dcm"]).ToList();
        Assert.That(read.Keys, Is.EquivalentTo(expected.Select(file => file.SopInstance)));
        foreach (var file in WebRoom.CtSlices)
        {
            Assert.That(read[file.SopInstance].GetProperty("transferSyntax").GetString(), Is.EqualTo(file.TransferSyntax));
            Assert.That(read[file.SopInstance].GetProperty("pixels").GetString(), Is.EqualTo(Bytes.Sha256([Bytes.Value(file, 0x7FE0, 0x0010, "OW")])));
        }
    }

    private static async Task RequireAsync()
    {
        if (!File.Exists(Python) || (await Command.RunAsync(Python, "-c", "import pydicom")).ExitCode != 0)
            Assert.Ignore("pydicom is not installed (python3-pydicom)");
    }
}
