namespace Pacs.Imaging;

internal struct MqInterval(long a, long c)
{
    public long A = a, C = c;
}
