using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pacs.Interop.Tests.Harness;

/// <summary>DCMTK's command line tools as clients, and its storescp as the far end.</summary>
internal static partial class Dcmtk
{
    /// <summary>Sends files of one transfer syntax, proposing just that syntax for each of their SOP classes.</summary>
    /// <returns>The paths that were answered with success.</returns>
    public static async Task<List<string>> StoreAsync(Workspace workspace, int port, IReadOnlyCollection<Part10File> files, string syntax)
    {
        // storescu's own options propose the uncompressed syntaxes too, and convert; a profile proposes one alone.
        var profile = new StringBuilder("[[TransferSyntaxes]]\n[Own]\n").Append(CultureInfo.InvariantCulture, $"TransferSyntax1 = {syntax}\n[[PresentationContexts]]\n[Own]\n");
        var number = 1;
        foreach (var sopClass in files.Select(file => file.SopClass).Distinct())
            profile.Append(CultureInfo.InvariantCulture, $"PresentationContext{number++} = {sopClass}\\Own\n");
        profile.Append("[[Profiles]]\n[Own]\nPresentationContexts = Own\n");
        var config = workspace.Write($"profile-{syntax}.cfg", profile.ToString());

        var result = await Command.RunAsync("storescu",
            ["-v", "-nh", "-xf", config, "Own", "-aec", "PACS", "127.0.0.1", Text(port), .. files.Select(file => file.Path)], folder: null, TimeSpan.FromMinutes(5));
        var acknowledged = new List<string>();
        string? sending = null;
        foreach (var line in result.Output.Split('\n'))
        {
            if (SendingFile().Match(line) is { Success: true } file)
                sending = file.Groups[1].Value;
            else if (sending is not null && (line.Contains("Received Store Response (Success)", StringComparison.Ordinal) || line.Contains("Received Store Response (Warning", StringComparison.Ordinal)))
                acknowledged.Add(sending);
        }
        return acknowledged;
    }

    /// <summary>A storescp that writes what it receives bit by bit and takes every transfer syntax and SOP class it knows.</summary>
    public static Task<BackgroundProcess> StartStoreScpAsync(string folder, int port, string preference = "+xa") =>
        BackgroundProcess.StartAsync("storescp", ["+B", preference, "-pm", "-od", folder, Text(port)], port);

    /// <summary>Queries and returns the matches: values by tag, as "00100020".</summary>
    public static async Task<List<Dictionary<string, string>>> FindAsync(int port, string root, params string[] keys)
    {
        var result = await Command.RunAsync("findscu", ["-v", root, "-aec", "PACS", .. keys.SelectMany(key => new[] { "-k", key }), "127.0.0.1", Text(port)]);
        result.MustSucceed($"findscu {root} {string.Join(' ', keys)}");
        Assert.That(result.Output, Does.Contain("Received Final Find Response (Success)"), result.Output);
        return [.. result.Output.Split("Find Response: ").Skip(1).Select(Values)];
    }

    public static async Task<CommandResult> MoveAsync(int port, string destination, params string[] keys) =>
        await Command.RunAsync("movescu", ["-v", "-S", "-aec", "PACS", "-aem", destination, .. keys.SelectMany(key => new[] { "-k", key }), "127.0.0.1", Text(port)], folder: null, TimeSpan.FromMinutes(5));

    public static async Task<CommandResult> GetAsync(int port, string folder, params string[] keys) =>
        await Command.RunAsync("getscu", ["-v", "-S", "+B", "-od", folder, "-aec", "PACS", .. keys.SelectMany(key => new[] { "-k", key }), "127.0.0.1", Text(port)], folder: null, TimeSpan.FromMinutes(5));

    private static Dictionary<string, string> Values(string response)
    {
        var values = new Dictionary<string, string>();
        foreach (Match line in ElementLine().Matches(response.Split("Received Final Find Response")[0]))
            values[(line.Groups[1].Value + line.Groups[2].Value).ToUpperInvariant()] = (line.Groups[3].Success ? line.Groups[3] : line.Groups[4]).Value.TrimEnd('\0', ' ');
        return values;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^I: Sending file: (.+)$")]
    private static partial Regex SendingFile();

    // I: (0010,0020) LO [PAT 1 ]   #   6, 1 PatientID; numbers stand without brackets, empty values as "(no value available)".
    [GeneratedRegex(@"^I: \(([0-9a-f]{4}),([0-9a-f]{4})\) \w\w (?:\[(.*?)\]|(?!\()(\S+)).*#", RegexOptions.Multiline)]
    private static partial Regex ElementLine();
}
