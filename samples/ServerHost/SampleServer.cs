using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Pacs.Core;
using Pacs.DicomWeb;
using Pacs.DicomWeb.Security;
using Pacs.Hosting;
using Pacs.ServerHost.Ohif;
using Pacs.ServerHost.Viewer;

namespace Pacs.ServerHost;

/// <summary>The whole server: DICOM over an archive in a folder, and a status page.</summary>
internal static class SampleServer
{
    public static async Task<int> RunAsync(HostOptions options, CancellationToken ct)
    {
        WebApplication app;
        try
        {
            app = Build(options);
        }
        catch (Exception refused) when (((refused as InvalidDataException)?.Message ?? Explain(refused, options)) is { } reason)
        {
            Console.Error.WriteLine($"pacs: {reason}");
            return 1;
        }

        await using (app)
        {
            try
            {
                // Before the archive is opened, which says so in the log: who has to mend a port wants one line.
                TryListen(options.Bind, options.DicomPort);
                TryListen(options.WebAddress, options.HttpPort);
                await app.StartAsync(ct);
            }
            catch (OperationCanceledException)
            {
                return 0; // told to end before it had begun
            }
            catch (Exception failure) when (Explain(failure, options) is { } reason)
            {
                Console.Error.WriteLine($"pacs: {reason}");
                return 1;
            }

            Announce(app, options);
            await app.WaitForShutdownAsync(ct);
        }

        return 0;
    }

    private static void TryListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen();
    }

    internal static WebApplication Build(HostOptions options)
    {
        IConfiguration configuration = HostSecurity.Load(options);
        X509Certificate2? certificate = options.Certificate is { } file ? ServerCertificate.Load(file, options.CertificateKey) : null;
        // Not the current folder, the default: the data is often below it, and each file written there would wake the watcher of the settings.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Pacs", LogLevel.Information)
            // What fails at the start is told in one line of our own.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddFilter("Microsoft.AspNetCore.Server", LogLevel.None)
            // That the keys of sessions lie in the data folder is meant: the images do as well.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.WebAddress, options.HttpPort, listen =>
            {
                // Any client's certificate is let through to authentication, which judges it.
                if (certificate is not null)
                    listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate, ClientCertificateMode = ClientCertificateMode.AllowCertificate, ClientCertificateValidation = static (_, _, _) => true });
            });
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 1000;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 1000;
            // Images are sent in large pieces: with the usual 64 KB a retrieval waits for the network at each.
            kestrel.Limits.MaxResponseBufferSize = 1024 * 1024;
        });
        builder.Services.AddPacs(pacs =>
        {
            pacs.DataFolder = options.DataFolder;
            pacs.AeTitle = options.AeTitle;
            pacs.BindAddress = options.Bind.ToString();
            pacs.Port = options.DicomPort;
            pacs.RequireCalledAe = options.RequireCalledAe;
            pacs.RequireKnownCaller = options.RequireKnownCaller;
            foreach (string peer in options.Peers) pacs.Peers.Add(peer);
        });
        builder.Services.AddDicomWebBuffers();
        builder.Services.AddReading(options);
        builder.Services.AddHostSecurity(options, configuration);
        WebApplication app = builder.Build();
        app.UseDicomWebSecurity(static after =>
        {
            after.UseMiddleware<ShareGate>();
            after.UseSignIn();
        });
        app.MapReading();
        app.MapSignIn();
        if (options.OhifFolder is { } ohif) app.MapOhif(ohif);
        app.MapDicomWeb("/dicom-web", new DicomWebOptions
        {
            CacheFolder = Path.Combine(options.DataFolder, "web"),
            RequireAudit = app.Services.GetRequiredService<AuditOptions>().Required,
            EventOrigins = [.. app.Services.GetRequiredService<DicomWebSecurityOptions>().Origins],
        });
        app.MapHealthChecks("/health").AllowAnonymous();
        if (ViewerPages.IsBuilt(ViewerPages.DefaultFolder)) app.MapViewer(ViewerPages.DefaultFolder);
        else app.MapGet("/", (PacsService pacs, CancellationToken ct) => StatusPage.RenderAsync(pacs, options, ct)).RequireAuthorization(HostPolicies.Search);
        return app;
    }

    private static void Announce(WebApplication app, HostOptions options)
    {
        PacsService pacs = app.Services.GetRequiredService<PacsService>();
        string http = app.Urls.FirstOrDefault() ?? $"{(options.Certificate is null ? "http" : "https")}://{options.WebAddress}:{options.HttpPort}";
        IPEndPoint dicom = pacs.Server!.EndPoint;
        Console.WriteLine($"""
            Pacs is running.
              DICOM    {options.AeTitle}@{dicom}   C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET
              DICOMweb {http}/dicom-web
              {(ViewerPages.IsBuilt(ViewerPages.DefaultFolder) ? "Viewer" : "Status")}   {http}/
              {(options.OhifFolder is null ? string.Empty : $"OHIF     {http}{OhifPages.Path}/\n  ")}Health   {http}/health
              Access   {(options.IsOpen ? "everybody" : options.ConfigFile is { } file ? $"as {file} says" : "this machine only")}
              Archive  {Path.GetFullPath(options.DataFolder)}
              Peers    {(options.Peers.Count == 0 ? "none (C-MOVE needs one: --peer AETITLE@HOST:PORT)" : string.Join(", ", options.Peers))}
            Ctrl-C stops it.
            """);
        if (options.IsOpen) Console.WriteLine("Warning: --open lets everybody who reaches the server read and store images by HTTP.");
        else if (!IPAddress.IsLoopback(options.WebAddress) && options.Certificate is null) Console.WriteLine("Warning: without --cert credentials and images go over the network in clear. Put something before the server that speaks TLS.");
    }

    /// <summary>One line for what a user can mend; null for what is a defect and deserves its stack trace.</summary>
    private static string? Explain(Exception failure, HostOptions options) => failure switch
    {
        _ when Find<SocketException>(failure) is { SocketErrorCode: SocketError.AddressAlreadyInUse } => $"a port is taken: {Ports(options)}. Choose others with --dicom-port and --http-port.",
        _ when Find<SocketException>(failure) is { } socket => $"cannot listen on {options.Bind} ({Ports(options)}): {socket.Message}",
        _ when Find<DicomException>(failure) is { } dicom => dicom.Message,
        _ when Find<UnauthorizedAccessException>(failure) is not null => $"the folder {Path.GetFullPath(options.DataFolder)} cannot be written.",
        _ when Find<IOException>(failure) is { } io => $"the folder {Path.GetFullPath(options.DataFolder)} cannot be used: {io.Message}",
        _ => null,
    };

    private static string Ports(HostOptions options) => $"DICOM {options.DicomPort}, HTTP {options.HttpPort}";

    private static T? Find<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is T found) return found;
        return null;
    }
}
