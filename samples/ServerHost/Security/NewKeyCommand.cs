using System.CommandLine;
using System.Text.Json;
using Pacs.DicomWeb.Security;

namespace Pacs.ServerHost;

/// <summary><c>new-api-key</c>: a key, and its entry for the configuration.</summary>
internal static class NewKeyCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Who gets the key: the user in the audit trail." };
        var scopes = new Option<string[]>("--scope") { Description = "What it may do. Repeatable.", DefaultValueFactory = _ => ["dicom.search", "dicom.retrieve"], HelpName = "SCOPE" };
        var command = new Command("new-api-key", "Makes an API key: prints it, this once, and its entry for ApiKeys in the section Security of the configuration.") { name, scopes };
        command.SetAction(parsed =>
        {
            (string key, string hash) = ApiKey.Create();
            Console.WriteLine(key);
            Console.WriteLine(JsonSerializer.Serialize(new { Name = parsed.GetValue(name), Sha256 = hash, Scopes = parsed.GetValue(scopes) }, Indented));
            return 0;
        });
        return command;
    }
}
