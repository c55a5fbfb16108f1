using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Pacs.Network;
using Pacs.ServerHost.Ohif;

namespace Pacs.ServerHost;

/// <summary>The command line: names, defaults and checks.</summary>
internal static class HostCommand
{
    public static RootCommand Create(Func<HostOptions, CancellationToken, Task<int>> run)
    {
        var data = new Option<string>("--data") { Description = "Folder of the archive; made when it is missing.", DefaultValueFactory = _ => "./data", HelpName = "DIR" };
        Option<int> dicomPort = Port("--dicom-port", "Port for DICOM.", 11112);
        Option<int> httpPort = Port("--http-port", "Port for HTTP: status and health.", 8080);
        var aeTitle = new Option<string>("--ae-title") { Description = "Application Entity title of this server.", DefaultValueFactory = _ => "PACS", HelpName = "NAME" };
        aeTitle.Validators.Add(result => Check(result, Peer.IsAeTitle(result.GetValue(aeTitle) ?? ""), "--ae-title takes 1 to 16 characters, without backslash and control characters."));
        Option<IPAddress?> bind = Address("--bind", "Address to listen on; 0.0.0.0 for all.");
        bind.DefaultValueFactory = _ => IPAddress.Loopback;
        Option<IPAddress?> httpBind = Address("--http-bind", "Address for HTTP, where it is not that of --bind.");
        var config = new Option<string?>("--config") { Description = "JSON file that says who may use the server by HTTP, and what is audited.", HelpName = "FILE" };
        var certificate = new Option<string?>("--cert") { Description = "Certificate (PEM or PKCS#12): HTTPS in place of HTTP. Its password comes from PACS_CERT_PASSWORD.", HelpName = "FILE" };
        var certificateKey = new Option<string?>("--cert-key") { Description = "Private key of the certificate (PEM).", HelpName = "FILE" };
        var open = new Option<bool>("--open") { Description = "Lets everybody do everything by HTTP, from wherever the server can be reached." };
        var peers = new Option<string[]>("--peer") { Description = "A peer that is known, and where C-MOVE may send: AETITLE@HOST:PORT. Repeatable.", DefaultValueFactory = _ => [], HelpName = "PEER" };
        peers.Validators.Add(result =>
        {
            foreach (string peer in result.GetValue(peers) ?? []) Check(result, Peer.TryParse(peer, out _), $"--peer takes AETITLE@HOST:PORT, not '{peer}'.");
        });
        var requireCalledAe = new Option<bool>("--require-called-ae") { Description = "Refuses associations that call another AE title than this server's." };
        var requireKnownCaller = new Option<bool>("--require-known-caller") { Description = "Refuses associations of callers that no --peer names." };
        var backup = new Option<string?>("--backup") { Description = "Folder, best on another disk, that the administration page may back the archive up to.", HelpName = "DIR" };
        var ohif = new Option<string?>("--ohif") { Description = "Folder of OHIF's published build, served at /ohif; ./run --ohif fetches it.", HelpName = "DIR" };
        ohif.Validators.Add(result => Check(result, result.Tokens.Count == 0 || OhifPages.IsBuild(result.Tokens[0].Value), "--ohif takes the folder of OHIF's build, where its index.html is; './run --ohif' fetches it."));
        var command = new RootCommand("Pacs: a DICOM archive that keeps, finds and gives back images.") { data, dicomPort, httpPort, aeTitle, bind, httpBind, peers, requireCalledAe, requireKnownCaller, config, certificate, certificateKey, open, backup, ohif, NewKeyCommand.Create() };
        command.SetAction((parsed, ct) => run(
            new HostOptions(parsed.GetValue(data)!, parsed.GetValue(dicomPort), parsed.GetValue(httpPort), parsed.GetValue(aeTitle)!, parsed.GetValue(bind)!, parsed.GetValue(peers)!)
            {
                RequireCalledAe = parsed.GetValue(requireCalledAe),
                RequireKnownCaller = parsed.GetValue(requireKnownCaller),
                HttpBind = parsed.GetValue(httpBind),
                ConfigFile = parsed.GetValue(config),
                Certificate = parsed.GetValue(certificate),
                CertificateKey = parsed.GetValue(certificateKey),
                IsOpen = parsed.GetValue(open),
                BackupFolder = parsed.GetValue(backup),
                OhifFolder = parsed.GetValue(ohif),
            },
            ct));
        return command;
    }

    private static Option<IPAddress?> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            if (IPAddress.TryParse(result.Tokens[0].Value, out IPAddress? address)) return address;
            result.AddError($"{name} takes an IP address, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private static Option<int> Port(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard, HelpName = "N" };
        option.Validators.Add(result => Check(result, result.Tokens.Count == 0 || int.TryParse(result.Tokens[0].Value, out int port) && port is >= 0 and <= 65535, $"{name} takes a number from 0 to 65535."));
        return option;
    }

    private static void Check(SymbolResult result, bool isRight, string otherwise)
    {
        if (!isRight) result.AddError(otherwise);
    }
}
