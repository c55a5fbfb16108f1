using Microsoft.Extensions.DependencyInjection.Extensions;
using Pacs.DicomWeb;
using Pacs.Network;

namespace Pacs.ServerHost;

/// <summary>What the viewer needs beside DICOMweb: statuses, reports, share links, reading rooms, administration.</summary>
internal static class ReadingServices
{
    // A viewer's state with its annotations; more is a mistake or worse.
    private const long LongestMessage = 512 * 1024;

    public static void AddReading(this IServiceCollection services, HostOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options).AddSingleton<ReadingDatabase>().AddSingleton<StudyStatuses>();
        services.AddHttpContextAccessor().AddSingleton<IStudyAccess, StatusFilter>();
        services.AddSingleton<ReportStore>().AddSingleton<ReportService>();
        services.AddSingleton<ShareLinks>().AddSingleton<VisibleStudies>();
        services.AddSingleton<ReadingRooms>();
        services.AddSingleton<AssociationBoard>().AddSingleton<IAssociationObserver>(static provider => provider.GetRequiredService<AssociationBoard>());
        services.AddSingleton<IngestHistory>().AddSingleton<ArchiveCounts>().AddSingleton<VerifyJob>().AddSingleton<BackupJob>();
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = LongestMessage);
    }

    public static void MapReading(this WebApplication app)
    {
        app.Services.GetRequiredService<IngestHistory>(); // listens from the start on
        RouteGroupBuilder api = app.MapGroup("/api").AddEndpointFilter(new StudyFilter());
        api.MapStudyStatus();
        api.MapReports();
        api.MapShares();
        api.MapAdmin();
        app.MapShareEntry();
        app.MapHub<ReadingHub>("/hubs/reading").RequireAuthorization(HostPolicies.Read);
    }
}
