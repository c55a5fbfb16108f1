using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pacs.DicomWeb;
using Pacs.Testing;

namespace Pacs.DicomWeb.Security.Tests;

/// <summary>An archive with two patients, secured as a test says.</summary>
internal static class Secure
{
    public const string Scopes = "dicom.search dicom.retrieve dicom.store dicom.delete";

    public static Task<WebArchive> StartAsync(Action<DicomWebSecurityOptions> security, DicomWebOptions? options = null, Action<IServiceCollection>? services = null) =>
        StartAsync(all => all.AddDicomWebSecurity(security), options, services);

    /// <summary>Configured by a section, as text of <c>Name:Name=value</c> lines.</summary>
    public static Task<WebArchive> StartAsync(string configuration) => StartAsync(all => all.AddDicomWebSecurity(Section(configuration)), null, null);

    public static IConfiguration Section(string lines) => new ConfigurationBuilder()
        .AddInMemoryCollection(lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => new KeyValuePair<string, string?>(line[..line.IndexOf('=')], line[(line.IndexOf('=') + 1)..]))).Build();

    public static async Task<HttpResponseMessage> SendAsync(this WebArchive web, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await web.Http.SendAsync(request);
    }

    public static async Task<int> StatusAsync(this WebArchive web, string method, string path, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await web.SendAsync(method, path, headers);
        return (int)response.StatusCode;
    }

    /// <summary>A key with all scopes, and its value.</summary>
    public static string AddKey(this DicomWebSecurityOptions options, Action<ApiKeyOptions>? change = null)
    {
        (string key, string hash) = ApiKey.Create();
        var entry = new ApiKeyOptions { Name = $"key {options.ApiKeys.Count + 1}", Sha256 = hash };
        foreach (string scope in Scopes.Split(' ')) entry.Scopes.Add(scope);
        change?.Invoke(entry);
        options.ApiKeys.Add(entry);
        return key;
    }

    private static async Task<WebArchive> StartAsync(Action<IServiceCollection> security, DicomWebOptions? options, Action<IServiceCollection>? services)
    {
        WebArchive web = await WebArchive.StartAsync(
            options ?? new DicomWebOptions { AllowDelete = true },
            all =>
            {
                security(all);
                services?.Invoke(all);
            },
            (app, _) => app.UseDicomWebSecurity());
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await web.AddAsync(SyntheticImage.Make(2, 1));
        return web;
    }
}
